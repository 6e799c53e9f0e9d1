"""Pictures as SVG, drawn here: how two get on, who deals with whom, and a map of the world.

``series``, ``network`` and ``world`` have one shape: ``draw(data, link, frame)`` takes frozen data and gives
markup. What they share is in ``frame``.
"""
