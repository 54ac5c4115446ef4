using CoretimeDesk.Web.Pages;

namespace CoretimeDesk.Web.Desk.Parts;

/// <summary>The shapes beside the customer page's own.</summary>
internal static class Shapes
{
    private const string Begin = "<svg aria-hidden=\"true\" width=\"12\" height=\"12\" viewBox=\"0 0 12 12\">";

    public static string Of(StKind kind) => kind switch
    {
        StKind.Done => Marks.Done,
        StKind.Waiting => Marks.Waiting,
        StKind.Risk => Marks.Risk,
        StKind.Stopped => $"{Begin}<rect width=\"12\" height=\"12\" rx=\"1.5\" fill=\"currentColor\"/><path d=\"m3.4 3.4 5.2 5.2m0-5.2-5.2 5.2\" stroke=\"var(--surface)\" stroke-width=\"1.6\"/></svg>",
        StKind.NotBegun => $"{Begin}<path d=\"m6 1 5 5-5 5-5-5z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/></svg>",
        _ => $"{Begin}<circle cx=\"6\" cy=\"6\" r=\"5.2\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/><path d=\"M6 5.2v3.9M6 2.7v1.4\" stroke=\"currentColor\" stroke-width=\"1.5\"/></svg>",
    };
}
