namespace CoretimeDesk.Leads.HandOvers;

/// <summary>What must be known before a lead is qualified.</summary>
public enum ChecklistItem
{
    /// <summary>What shall run on the core, and why it needs coretime.</summary>
    Need = 1,

    /// <summary>How many core-periods a year, as the customer says.</summary>
    Size = 2,

    /// <summary>From when.</summary>
    Timeline = 3,

    /// <summary>Who knows the technical side.</summary>
    TechnicalContact = 4,

    /// <summary>How the customer decides, and who does.</summary>
    DecisionPath = 5,

    /// <summary>Enterprises: how they buy, what their legal and security people need.</summary>
    Procurement = 6,

    /// <summary>Governments and NGOs: the mandate or tender that allows them to buy.</summary>
    Mandate = 7,

    /// <summary>Startups: what pays for the second year.</summary>
    Funding = 8,
}

/// <summary>One item and what is known.</summary>
public sealed record ChecklistAnswer(ChecklistItem Item, string Note);

/// <summary>
/// The checklist of a segment. Keeping the main business on another chain is on none of them: such a customer is as welcome as
/// any other.
/// </summary>
public static class QualificationChecklist
{
    /// <summary>The longest note on one item, in UTF-16 units.</summary>
    public const int NoteLengthMax = 500;

    private static readonly ChecklistItem[] Everybody =
        [ChecklistItem.Need, ChecklistItem.Size, ChecklistItem.Timeline, ChecklistItem.TechnicalContact, ChecklistItem.DecisionPath];

    /// <summary>What a customer of this segment is asked.</summary>
    public static IReadOnlyList<ChecklistItem> Of(Segment segment) => segment switch
    {
        Segment.Startup => [.. Everybody, ChecklistItem.Funding],
        Segment.Enterprise => [.. Everybody, ChecklistItem.Procurement],
        Segment.Government => [.. Everybody, ChecklistItem.Mandate],
        _ => Everybody,
    };

    /// <summary>Items without an answer, in the checklist's order.</summary>
    public static IReadOnlyList<ChecklistItem> Missing(Segment segment, IReadOnlyCollection<ChecklistAnswer> answers) =>
        [.. Of(segment).Where(item => !answers.Any(a => a.Item == item && a.Note.Any(char.IsLetterOrDigit)))];
}
