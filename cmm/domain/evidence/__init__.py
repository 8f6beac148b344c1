"""The parts of an evidence pack, each a pure function of what was published, and the proof that it is
genuine.
"""
