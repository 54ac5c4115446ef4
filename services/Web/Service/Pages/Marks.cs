namespace CoretimeDesk.Web.Pages;

/// <summary>Shapes that go with words, so that a state can be told without colours.</summary>
internal static class Marks
{
    /// <summary>Done, final.</summary>
    public const string Done = "<svg aria-hidden=\"true\" width=\"14\" height=\"14\" viewBox=\"0 0 12 12\"><circle cx=\"6\" cy=\"6\" r=\"6\" fill=\"currentColor\"/><path d=\"M3.2 6.2 5.2 8.2 8.9 4\" fill=\"none\" stroke=\"var(--surface)\" stroke-width=\"1.6\"/></svg>";

    /// <summary>Waiting.</summary>
    public const string Waiting = "<svg aria-hidden=\"true\" width=\"14\" height=\"14\" viewBox=\"0 0 12 12\"><circle cx=\"6\" cy=\"6\" r=\"5.2\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/><path d=\"M6 .8a5.2 5.2 0 0 1 0 10.4z\" fill=\"currentColor\"/></svg>";

    /// <summary>Needs attention.</summary>
    public const string Risk = "<svg aria-hidden=\"true\" width=\"14\" height=\"14\" viewBox=\"0 0 12 12\"><path d=\"M6 .4 11.8 11H.2z\" fill=\"currentColor\"/><path d=\"M6 4.2v3.2M6 8.5v1.3\" stroke=\"var(--surface)\" stroke-width=\"1.4\"/></svg>";

    /// <summary>The desk's own.</summary>
    public const string Desk = "<span class=\"mark\"><svg aria-hidden=\"true\" width=\"26\" height=\"18\" viewBox=\"0 0 26 18\" fill=\"#62c3d6\"><rect width=\"2.2\" height=\"18\"/><rect x=\"3.3\" width=\"2.2\" height=\"18\"/><rect x=\"6.6\" width=\"2.2\" height=\"18\"/><rect x=\"9.9\" y=\"5\" width=\"2.2\" height=\"8\" opacity=\".6\"/><rect x=\"13.2\" width=\"2.2\" height=\"18\"/><rect x=\"16.5\" width=\"2.2\" height=\"18\"/><rect x=\"19.8\" y=\"5\" width=\"2.2\" height=\"8\" opacity=\".6\"/><rect x=\"23.1\" y=\"5\" width=\"2.2\" height=\"8\" opacity=\".6\"/></svg></span>";
}
