using System.Numerics;
using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>Adds to a statement what a draw advances, or keeps back for earlier advances. No commission changes by it.</summary>
internal static class DrawLines
{
    /// <summary>An advance.</summary>
    public const string Advance = "draw";

    /// <summary>What is kept back for one.</summary>
    public const string Recovery = "draw_recovery";

    /// <summary>The line is a draw's, and none of the ledger's.</summary>
    public static bool IsOfDraw(string kind) => kind is Advance or Recovery;

    /// <summary>What a statement advances, by its name.</summary>
    public static IEnumerable<(string Name, BigInteger Planck)> AdvancesOf(V1.Statement statement) => statement.Lines.Where(l => l.Kind == Advance).Select(l => (l.Event, StatementMaker.Number(l.Planck)));

    /// <summary>The statement, with its draw when there is one.</summary>
    public static V1.Statement Add(Month month, string token, uint recoverBp, DrawTerms? terms, V1.Statement statement)
    {
        if (terms is null)
        {
            return statement;
        }

        var draw = DrawAccount.Of(terms.Draw, month, StatementMaker.Number(statement.NetPlanck), terms.Balance, recoverBp);
        if (terms.Draw is not null)
        {
            statement.DrawPaidPlanck = StatementMaker.Text(draw.Advance);
        }

        (statement.DrawRecoveredPlanck, statement.DrawBalancePlanck, statement.PayoutPlanck) = (StatementMaker.Text(draw.Recovered), StatementMaker.Text(draw.Balance), StatementMaker.Text(draw.Paid));
        if (draw.Advance.Sign > 0)
        {
            statement.Lines.Add(Line(statement, month, Advance, draw.Advance, terms.Acceptance, OfAdvance(terms, draw, token)));
        }

        if (draw.Recovered.Sign > 0)
        {
            statement.Lines.Add(Line(statement, month, Recovery, -draw.Recovered, "", OfRecovery(terms, draw, recoverBp, token)));
        }

        return statement;
    }

    private static V1.StatementLine Line(V1.Statement statement, Month month, string kind, BigInteger planck, string cause, V1.Explanation explanation)
    {
        var name = $"draw/{month}/{statement.ParticipantId}";
        return new()
        {
            Line = (uint)statement.Lines.Count + 1,
            // The month's last moment: it follows from all of it.
            At = month.Next.Start.AddMilliseconds(-1).ToTimestamp(),
            Kind = kind,
            Event = name,
            Planck = StatementMaker.Text(planck),
            Cause = cause.Length > 0 ? cause : name,
            Explanations = { explanation },
        };
    }

    private static V1.Explanation OfAdvance(DrawTerms terms, DrawMonth draw, string token) => new()
    {
        Formula = "amount = max(draw - net, 0)",
        Numbers = { Number("draw", terms.Draw!.Monthly.Value), Number("net", draw.Net), Number("amount", draw.Advance) },
        Rule = $"plan {terms.Plan}: draw",
        PlanId = terms.Plan,
        AcceptanceId = terms.Acceptance,
        Sentences =
        {
            $"Month {terms.Number} of {terms.Draw.Months} of a draw of {StatementMaker.Money(terms.Draw.Monthly.Value, token)}: the statement pays {StatementMaker.Money(draw.Net, token)}, and {StatementMaker.Money(draw.Advance, token)} are advanced.",
            $"The balance is {StatementMaker.Money(draw.Balance, token)}; once the draw is over, later statements make up for it.",
        },
    };

    private static V1.Explanation OfRecovery(DrawTerms terms, DrawMonth draw, uint recoverBp, string token) => new()
    {
        Formula = "amount = -min(-balance_before, floor(net * recover / 10000))",
        Numbers = { Number("balance_before", terms.Balance), Number("net", draw.Net), new V1.FormulaNumber { Name = "recover", Value = $"{recoverBp}", Unit = "bp" }, Number("amount", -draw.Recovered) },
        Rule = "what a draw advanced is recovered",
        Sentences = { $"{StatementMaker.Money(draw.Recovered, token)} of {StatementMaker.Money(draw.Net, token)} ({new BasisPoints(recoverBp)} at most) are kept back for {StatementMaker.Money(-terms.Balance, token)} that a draw had advanced. The balance is {StatementMaker.Money(draw.Balance, token)}." },
    };

    private static V1.FormulaNumber Number(string name, BigInteger planck) => new() { Name = name, Value = StatementMaker.Text(planck), Unit = "planck" };
}
