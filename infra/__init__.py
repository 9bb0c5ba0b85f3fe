"""How Wilco is packaged, deployed and run on a laptop."""
