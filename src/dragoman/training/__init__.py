"""How Dragoman's own models come to be: text, samples, training, calibration, export.

Nothing here runs when articles are read. `torch` is imported only inside the functions that train.
"""
