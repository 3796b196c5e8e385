"""All analyses on one log, their summary, and whether other assumptions change the answer."""
