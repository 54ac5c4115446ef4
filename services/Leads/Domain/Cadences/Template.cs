namespace CoretimeDesk.Leads.Cadences;

/// <summary>By what a touch reaches a contact.</summary>
public enum Channel
{
    /// <summary>The desk sends it where sending is on; a person does where it is not.</summary>
    Email = 1,

    /// <summary>A person calls.</summary>
    Call = 2,

    /// <summary>A person writes by a forum, a chat or a social network.</summary>
    Message = 3,

    /// <summary>A person asks for a meeting and holds it.</summary>
    Meeting = 4,
}

/// <summary>What a cadence is for.</summary>
public enum CadenceKind
{
    Outbound = 1,
    Inbound = 2,

    /// <summary>After a quote; its anchor is the quote's expiry.</summary>
    PostQuote = 3,

    /// <summary>Before a core's renewal; its anchors are the ends of the interlude and of the lead-in.</summary>
    Renewal = 4,
    Custom = 5,
}

/// <summary>What a step's time is counted from.</summary>
public enum StepTiming
{
    /// <summary>A day of the contact's calendar: day 1 is the day of the start.</summary>
    Day = 1,

    /// <summary>Hours before the anchor.</summary>
    BeforeAnchor = 2,

    /// <summary>Every day from the anchor on until the second anchor: one step that becomes many touches.</summary>
    DailyAfterAnchor = 3,
}

/// <summary>One step of a template.</summary>
/// <param name="Timing">What <paramref name="Offset"/> counts.</param>
/// <param name="Offset">The day, from 1; or hours before the anchor; 0 for a daily step.</param>
/// <param name="Channel">By what.</param>
/// <param name="Subject">What it is for: a message's subject, a task's title. May hold placeholders.</param>
/// <param name="Body">The text, or what to talk about. May hold placeholders.</param>
/// <param name="WorkingHours">Within how many of the contact's working hours a person must do it; 0: on the same day.</param>
public sealed record CadenceStep(StepTiming Timing, int Offset, Channel Channel, string Subject, string Body, int WorkingHours = 0);

/// <summary>One version of a template. It never changes: an enrolment keeps the version it began with.</summary>
public sealed record CadenceTemplate(Guid Id, int Number, string Name, CadenceKind Kind, int CoolDownDays, IReadOnlyList<CadenceStep> Steps)
{
    /// <summary>Whether an enrolment must name an anchor.</summary>
    public bool NeedsAnchor => Steps.Any(s => s.Timing != StepTiming.Day);

    /// <summary>Whether it must name a second one.</summary>
    public bool NeedsSecondAnchor => Steps.Any(s => s.Timing == StepTiming.DailyAfterAnchor);
}
