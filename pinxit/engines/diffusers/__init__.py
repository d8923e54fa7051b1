"""Any diffusers pipeline with open weights; `engine.py` is where to begin."""
