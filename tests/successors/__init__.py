"""The successors of a trace's states, found by the real TLC."""
