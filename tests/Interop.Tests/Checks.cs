namespace CoretimeDesk.Interop.Tests;

/// <summary>The names of the checks that each foreign client answers.</summary>
internal static class Checks
{
    public static readonly string[] All =
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
        "response_beyond_the_limit",
    ];
}
