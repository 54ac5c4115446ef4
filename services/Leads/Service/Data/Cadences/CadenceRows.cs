using System.Text.Json;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Cadences;

namespace CoretimeDesk.Leads.Data;

/// <summary>A template; what it says is in its versions.</summary>
public sealed class CadenceTemplateRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }

    /// <summary>The latest version.</summary>
    public int Number { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>One version of a template. Written once.</summary>
public sealed class CadenceVersionRow
{
    public required Guid TemplateId { get; init; }
    public required int Number { get; init; }
    public required CadenceKind Kind { get; init; }
    public required int CoolDownDays { get; init; }

    /// <summary>JSON.</summary>
    public required string Steps { get; init; }
    public required DateTimeOffset SavedAt { get; init; }
    public CadenceTemplateRow? Template { get; set; }

    /// <summary>As the rules see it; its template must be loaded.</summary>
    public CadenceTemplate ToTemplate() => new(TemplateId, Number, Template!.Name, Kind, CoolDownDays, JsonSerializer.Deserialize<CadenceStep[]>(Steps)!);

    /// <summary>A version of these steps.</summary>
    public static CadenceVersionRow Of(CadenceTemplate template, DateTimeOffset now) => new()
    {
        TemplateId = template.Id,
        Number = template.Number,
        Kind = template.Kind,
        CoolDownDays = template.CoolDownDays,
        Steps = JsonSerializer.Serialize(template.Steps),
        SavedAt = now,
    };
}

/// <summary>A contact's way through a cadence.</summary>
public sealed class EnrolmentRow : IJournaled
{
    public required Guid Id { get; init; }
    public required Guid LeadId { get; init; }
    public required Guid ContactId { get; init; }
    public required Guid TemplateId { get; init; }
    public required int TemplateNumber { get; init; }
    public EnrolmentState State { get; set; } = EnrolmentState.Active;
    public required DateTimeOffset StartAt { get; init; }

    /// <summary>JSON: what was planned when it began.</summary>
    public required string Slots { get; init; }
    public required int Touches { get; init; }
    public int Next { get; set; }
    public bool Waiting { get; set; }
    public DateTimeOffset? LastMadeAt { get; set; }

    /// <summary>When the runner looks at it next; null while a touch is on its way, or when it is paused or over.</summary>
    public DateTimeOffset? NextAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public EndCause? Cause { get; set; }
    public string Reason { get; set; } = "";
    public required DateTimeOffset EnrolledAt { get; init; }
    public required string EnrolledBy { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public LeadRow? Lead { get; set; }
    public ContactRow? Contact { get; set; }
    public CadenceVersionRow? Template { get; set; }

    /// <summary>The plan.</summary>
    public Slot[] Plan() => JsonSerializer.Deserialize<Slot[]>(Slots)!;

    /// <summary>As the rules see it.</summary>
    public Enrolment ToEnrolment() => new(Id, Touches) { State = State, Next = Next, Waiting = Waiting, LastMadeAt = LastMadeAt };

    /// <summary>Takes over what the rules made of it.</summary>
    public void Become(Enrolment enrolment) => (State, Next, Waiting, LastMadeAt) = (enrolment.State, enrolment.Next, enrolment.Waiting, enrolment.LastMadeAt);
}

/// <summary>A touch of an enrolment that was begun. There is one row of each, for ever: that is why none is made twice.</summary>
public sealed class TouchRow
{
    public required Guid EnrolmentId { get; init; }
    public required int Slot { get; init; }
    public required TouchState State { get; set; }

    /// <summary>How often sending was begun.</summary>
    public int Attempts { get; set; }
    public required DateTimeOffset BegunAt { get; set; }
    public string Problem { get; set; } = "";
}

/// <summary>A contact was touched, or is to be, on this day.</summary>
public sealed class ContactDayRow
{
    public required Guid Id { get; init; }
    public required Guid ContactId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>By the contact's clock as it was then.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>A cadence planned it, and there is one such on a day. What people do by themselves is not refused: it has happened.</summary>
    public required bool ByCadence { get; init; }

    /// <summary>The touch or the activity.</summary>
    public required string Reference { get; init; }
}
