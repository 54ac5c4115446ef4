using System.Globalization;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Web.Desk.Figures;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.Statements;

/// <summary>Statements in words.</summary>
internal static class StatementWords
{
    /// <summary>Where it stands, with the date that comes next.</summary>
    public static (StKind Kind, string Text) Stage(Statement s) => s.Stage switch
    {
        StatementStage.Open => (StKind.Waiting, "The month runs: so far"),
        StatementStage.Closed => (StKind.Waiting, "Over; its statement is being written"),
        StatementStage.Review => (StKind.Waiting, $"In review until {Words.At(s.ReviewUntil)}"),
        StatementStage.Final => (StKind.Done, $"Final{(s.PayOn.Length == 0 ? "" : $": paid on {PayDay(s)}")}"),
        _ => (StKind.Info, "Not known"),
    };

    /// <summary>"15 Dec 2026".</summary>
    public static string PayDay(Statement s) => DateOnly.TryParseExact(s.PayOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString("d MMM yyyy", CultureInfo.InvariantCulture) : "–";

    /// <summary>What a line does, in words of the person who gets it.</summary>
    public static string Kind(string kind) => kind switch
    {
        "accrue" => "accrued, not earned yet",
        "earn" => "earned",
        "cancel" => "accrual cancelled",
        "reverse" => "reversed",
        "clawback" => "clawed back",
        "draw" => "advanced",
        "draw_recovery" => "kept back for an advance",
        "overpaid" => "paid too much earlier",
        _ => kind,
    };

    /// <summary>The title: a finding.</summary>
    public static string Title(Statement s, bool isOwn) =>
        $"{(isOwn ? "You" : s.ParticipantName)}, {Months.Words(s.Month)}: {SumWords.Text(s.NetPlanck, s.Token)}{(s.Stage == StatementStage.Open ? " so far" : "")}";

    /// <summary>"1,200 planck", "12.5 %", "5,040 timeslices".</summary>
    public static string Number(FormulaNumber number, string token) => number.Unit switch
    {
        "planck" => SumWords.Text(number.Value, token),
        "bp" when FigureText.Read(number.Value) is { } bp => $"{(bp / 100).ToString("0.##", CultureInfo.InvariantCulture)}\u00a0%",
        "timeslices" when FigureText.Read(number.Value) is { } slices => $"{slices.ToString("#,0", CultureInfo.InvariantCulture)}\u00a0timeslices",
        _ => $"{number.Value} {number.Unit}".TrimEnd(),
    };

    /// <summary>The sums of a statement, in the order in which the net follows from them.</summary>
    public static IEnumerable<(string Name, string Planck)> Sums(Statement s) =>
    [
        ("Became due in the month", s.AccruedPlanck), ("Earned", s.EarnedPlanck), ("Reversed", s.ReversedPlanck), ("Clawed back", s.ClawedBackPlanck), ("Recovered from this", s.RecoveredPlanck),
        ("Still owed by you", s.OwedPlanck),
    ];

    /// <summary>What of a net is paid out: with advances, where somebody has a draw.</summary>
    public static IEnumerable<(string Name, string Planck)> Payout(Statement s) => new[]
    {
        ("Advanced for the month", s.DrawPaidPlanck), ("Kept back for earlier advances", s.DrawRecoveredPlanck.Length == 0 || s.DrawRecoveredPlanck == "0" ? s.DrawRecoveredPlanck : $"-{s.DrawRecoveredPlanck}"),
        ("Advanced and not made up for", s.DrawBalancePlanck),
    }.Where(line => line.Item2.Length > 0);
}
