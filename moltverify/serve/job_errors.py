"""Why the service does not do what a client asks, as answers of HTTP."""


class RefusedError(Exception):
    """A request is not accepted; `status` is that of HTTP, `hint` says what to do.

    `retry` is after how many seconds to try again, or 0. `places` are the lines with mistakes.
    """

    def __init__(
        self,
        status: int,
        message: str,
        hint: str = "",
        retry: int = 0,
        places: tuple[dict[str, object], ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.hint = hint
        self.retry = retry
        self.places = places
