"""Worker processes that each keep one Java virtual machine for many TLC runs."""
