using CoretimeDesk.Journal;

namespace CoretimeDesk.Leads.Data;

/// <summary>What a rep serves, how much they carry, and their place on the line of turns. The row's id is the person's.</summary>
public sealed class RepProfileRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Name { get; set; }
    public required SalesFunction[] Functions { get; set; }
    public required Segment[] Segments { get; set; }
    public required string[] Territories { get; set; }
    public required string[] Languages { get; set; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; set; }
    public required int Weight { get; set; }

    /// <summary>Null: as the rules say.</summary>
    public int? OpenLeadsMax { get; set; }

    /// <summary>Null: as the rules say.</summary>
    public int? MonthlyCapacity { get; set; }

    /// <summary>Off: gets no leads by turns, for a holiday or for good.</summary>
    public required bool Active { get; set; }
    public long Place { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>A lead becoming somebody's, by claim, turn, name or hand-over. Written once; also what a day's new leads are counted from.</summary>
public sealed class LeadAssignmentRow
{
    public required Guid Id { get; init; }
    public required Guid LeadId { get; init; }
    public required Guid RepId { get; init; }
    public required string RepName { get; init; }
    public required string ByName { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>The front of the line of turns: one row.</summary>
public sealed class TurnsRow
{
    public required int Id { get; init; }
    public long Front { get; set; }
}

/// <summary>What Identity has told of a person, in whatever order its events came.</summary>
public sealed class KnownPersonRow
{
    public required Guid Id { get; init; }
    public string Name { get; set; } = "";

    /// <summary>Rep or team lead: may own leads. Null while no event has said.</summary>
    public bool? MaySell { get; set; }
    public long RolesSequence { get; set; }
    public Guid[] TeamIds { get; set; } = [];
    public long TeamsSequence { get; set; }
    public bool Disabled { get; set; }
    public long DisabledSequence { get; set; }
}
