"""Worker processes that each keep one Java virtual machine for many runs of TLC."""
