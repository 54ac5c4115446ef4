using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Forms;

namespace CoretimeDesk.Web.Pages;

/// <summary>All that the page of a quote is made of.</summary>
/// <param name="Token">The link's secret: 43 characters that need no escaping, since a quote was found by it.</param>
/// <param name="Quote">The frozen quote, and where it stands.</param>
/// <param name="Progress">What has happened and what can be done; null while that cannot be told.</param>
/// <param name="Form">What was filled in, and what is wrong with it.</param>
/// <param name="IsWatching">The page waits for a purchase, and looks again by itself: then it has no form that could be lost by that.</param>
internal sealed record PageModel(string Token, OpenQuoteResponse Quote, GetProgressResponse? Progress, AcceptForm Form, bool IsWatching)
{
    /// <summary>A new id for the one request that a form makes, however often it is sent.</summary>
    public required Func<string> NewRequestId { get; init; }

    /// <summary>Looks again by itself: only while something is awaited.</summary>
    public bool Refreshes => IsWatching && Progress is { Awaiting: true };
}
