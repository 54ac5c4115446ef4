namespace CoretimeDesk.Interop.Tests;

/// <summary>The names of the checks that each foreign client answers.</summary>
internal static class Checks
{
    /// <summary>Against the bare server.</summary>
    public static readonly string[] Bare =
    [
        "unary",
        "headers_and_trailers",
        "empty_message",
        "server_stream",
        "client_stream",
        "bidi",
        "many_calls_on_one_connection",
        "compression",
        "deadline_exceeded",
        "cancelled",
        "cancelled_stream",
        "every_error_status",
        "error_details",
        "error_after_messages",
        "unknown_method",
        "message_within_the_limit",
        "request_beyond_the_limit",
        "request_far_beyond_the_limit",
        "response_beyond_the_limit",
    ];

    /// <summary>Against the shared hosting: fewer statuses are refusals, but there is more to ask.</summary>
    public static readonly string[] Desk = [.. Bare.Except(["every_error_status"]), "no_token", "health", "reflection"];
}
