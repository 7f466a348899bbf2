"""What TLC says, read into typed data: pure functions from text, no files, no clock, no colour."""
