using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Data;

/// <summary>One version of the ownership rules. Written once; the highest number is in force.</summary>
public sealed class RulesRow : IJournaled
{
    public required Guid Id { get; init; }
    public required int Number { get; init; }
    public required int DecisionWorkingDays { get; init; }
    public required int ProtectionDays { get; init; }
    public required int ExtensionDays { get; init; }
    public required int ExtensionsMax { get; init; }
    public required int WarnAfterDays { get; init; }
    public required int ReleaseAfterDays { get; init; }
    public required int OpenLeadsMax { get; init; }
    public required int MonthlyCapacity { get; init; }
    public required int OverflowHours { get; init; }
    public required int HandOverWorkingDays { get; init; }
    public required string CalendarZone { get; init; }
    public required DateOnly[] Holidays { get; init; }
    public required string AdoptedByName { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset AdoptedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }

    public static RulesRow Of(Guid id, OwnershipRules rules, string byName, string reason, DateTimeOffset at) => new()
    {
        Id = id,
        Number = rules.Number,
        DecisionWorkingDays = rules.DecisionWorkingDays,
        ProtectionDays = rules.ProtectionDays,
        ExtensionDays = rules.ExtensionDays,
        ExtensionsMax = rules.ExtensionsMax,
        WarnAfterDays = rules.WarnAfterDays,
        ReleaseAfterDays = rules.ReleaseAfterDays,
        OpenLeadsMax = rules.OpenLeadsMax,
        MonthlyCapacity = rules.MonthlyCapacity,
        OverflowHours = rules.OverflowHours,
        HandOverWorkingDays = rules.HandOverWorkingDays,
        CalendarZone = rules.CalendarZone,
        Holidays = [.. rules.Holidays.Distinct().Order()],
        AdoptedByName = byName,
        Reason = reason,
        AdoptedAt = at,
    };

    public OwnershipRules ToRules() => new()
    {
        Number = Number,
        DecisionWorkingDays = DecisionWorkingDays,
        ProtectionDays = ProtectionDays,
        ExtensionDays = ExtensionDays,
        ExtensionsMax = ExtensionsMax,
        WarnAfterDays = WarnAfterDays,
        ReleaseAfterDays = ReleaseAfterDays,
        OpenLeadsMax = OpenLeadsMax,
        MonthlyCapacity = MonthlyCapacity,
        OverflowHours = OverflowHours,
        HandOverWorkingDays = HandOverWorkingDays,
        CalendarZone = CalendarZone,
        Holidays = Holidays,
    };
}
