"""The picture that a chat or a forum shows for a link: a formula drawn large, its title, and how it was checked."""
