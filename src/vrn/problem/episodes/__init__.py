"""Episodes: the derived columns that questions need, made with every cut."""

from vrn.problem.episodes.making import count_left_out, make_episodes

__all__ = ["count_left_out", "make_episodes"]
