using CoretimeDesk.CreditGrants.V1;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>What a programme spent, month by month. <see cref="None"/> where there is no programme.</summary>
internal sealed record BurnView(Programme Programme, GetReportResponse Report)
{
    public static BurnView None { get; } = new(new(), new());

    public IReadOnlyList<ReportMonth> Months => Report.Months;
}
