using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Insights.Translating;

/// <summary>Segment and size tier of a customer over time, as Leads has told.</summary>
internal sealed class CustomerSize
{
    private readonly List<(DateTimeOffset At, string Segment, string Tier, Evidence Evidence)> _steps = [];

    public CustomerSize(Told<AccountCreated> created, SubjectTold told)
    {
        var (segment, tier) = (created.Message.Segment, created.Message.SizeTier);
        _steps.Add((created.At, Word(segment), Word(tier), created.Evidence()));
        var edits = told.Of<AccountEdited>().Select(e => (e.At, e.Aggregate, e.Sequence, Segment: (Segment?)e.Message.Segment, Tier: e.Message.SizeTier, Evidence: e.Evidence()));
        var reviews = told.Of<SizeReviewClosed>().Select(r => (r.At, r.Aggregate, r.Sequence, Segment: (Segment?)null, Tier: r.Message.SizeTier, Evidence: r.Evidence()));
        foreach (var step in edits.Concat(reviews).OrderBy(s => s.At).ThenBy(s => s.Aggregate).ThenBy(s => s.Sequence))
        {
            (segment, tier) = (step.Segment ?? segment, step.Tier);
            _steps.Add((step.At, Word(segment), Word(tier), step.Evidence));
        }
    }

    /// <summary>As it was then, and what says so; the first known for an instant before.</summary>
    public (string Segment, string Tier, Evidence Evidence) At(DateTimeOffset at)
    {
        var (_, segment, tier, evidence) = _steps.FindLast(s => s.At <= at) is { Segment: not null } found ? found : _steps[0];
        return (segment, tier, evidence);
    }

    private static string Word(Segment segment) => segment switch
    {
        Segment.Startup => "startup",
        Segment.Builder => "builder",
        Segment.Enterprise => "enterprise",
        Segment.Government => "government",
        _ => "unstated",
    };

    private static string Word(SizeTier tier) => tier switch
    {
        SizeTier.S => "S",
        SizeTier.M => "M",
        SizeTier.L => "L",
        SizeTier.Xl => "XL",
        _ => "unstated",
    };
}
