"""Reports for other programs: JUnit XML, SARIF, ITF, JSON Schema, GitHub's commands."""
