using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Explaining;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>What a line of the ledger is known by, whatever its amount. Lines of one fact that agree in all of it are one line of a statement.</summary>
internal sealed record LineKey(DateTimeOffset At, string Kind, string Event, string Participant, string Cause);

/// <summary>
/// Makes a month's statements. What they say is the difference between the ledger as it is now and all that statements have said before: a month that is closed never changes,
/// and what became known later, or does not follow any more, stands in the next one. So all statements together always say what the ledger says.
/// </summary>
internal static class StatementMaker
{
    /// <summary>A payout that arrived twice or was too large: it is owed.</summary>
    public const string Overpaid = "overpaid";

    /// <summary>Statements of a month, by participant; of those who have a line in it, or a draw that runs.</summary>
    /// <param name="month">The month.</param>
    /// <param name="view">The ledger.</param>
    /// <param name="before">All statements of earlier months.</param>
    /// <param name="excess">What payouts paid too much, by the payout's tag.</param>
    public static ImmutableArray<V1.Statement> Make(Month month, LedgerView view, string token, IEnumerable<V1.Statement> before, IReadOnlyList<(string Participant, string Tag, Month Month, BigInteger Planck)> excess)
    {
        var stated = new Dictionary<LineKey, BigInteger>();
        var owed = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        var earlier = before.OrderBy(s => s.Month, StringComparer.Ordinal).ToList();
        foreach (var statement in earlier)
        {
            owed[statement.ParticipantId] = Number(statement.OwedPlanck);
            foreach (var line in statement.Lines.Where(l => !DrawLines.IsOfDraw(l.Kind)))
            {
                var key = new LineKey(line.At.ToDateTimeOffset(), line.Kind, line.Event, statement.ParticipantId, line.Cause);
                stated[key] = stated.GetValueOrDefault(key) + Number(line.Planck);
            }
        }

        var end = month.Next.Start;
        var numbers = new Dictionary<LineKey, List<int>>();
        var now = new Dictionary<LineKey, BigInteger>();
        foreach (var (index, line) in view.Ledger.Lines.Index().Where(l => l.Item.At < end))
        {
            var key = new LineKey(line.At, line.Kind.Word(), line.Event, line.Participant, line.Cause);
            now[key] = now.GetValueOrDefault(key) + line.Planck;
            (numbers.TryGetValue(key, out var list) ? list : numbers[key] = []).Add(index + 1);
        }

        foreach (var paid in excess.Where(x => x.Month < month && x.Planck.Sign > 0))
        {
            now[new(paid.Month.Next.Start, Overpaid, paid.Tag, paid.Participant, paid.Tag)] = -paid.Planck;
        }

        var explainer = view.Explainer;
        var text = TextOf(token);
        var changed = now.Keys.Union(stated.Keys).Select(k => (Key: k, Planck: now.GetValueOrDefault(k) - stated.GetValueOrDefault(k))).Where(c => !c.Planck.IsZero).ToLookup(c => c.Key.Participant, StringComparer.Ordinal);
        var draws = DrawTerms.Of(month, view.Deals, earlier);
        return [.. changed.Select(g => g.Key).Concat(draws.Where(d => d.Value.Draw is not null).Select(d => d.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(participant => DrawLines.Add(
            month, token, view.Plans.RecoverBp, draws.GetValueOrDefault(participant),
            Sum(month, token, participant, owed.GetValueOrDefault(participant), view.Plans.RecoverBp, [.. changed[participant].OrderBy(c => c.Key.At).ThenBy(c => Rank(c.Key.Kind)).ThenBy(c => c.Key.Event, StringComparer.Ordinal).ThenBy(c => c.Key.Cause, StringComparer.Ordinal).Select((c, i) => new V1.StatementLine
            {
                Line = (uint)i + 1,
                At = c.Key.At.ToTimestamp(),
                Kind = c.Key.Kind,
                Event = c.Key.Event,
                Planck = Text(c.Planck),
                Cause = c.Key.Cause,
                Late = c.Key.At < month.Start || stated.ContainsKey(c.Key),
                Explanations = { numbers.TryGetValue(c.Key, out var lines) ? lines.Select(n => ToMessage(explainer.Explain(n), text)) : [Withdrawn(c.Key, c.Planck, token)] },
            })])))];
    }

    /// <summary>What a statement pays out, a draw included.</summary>
    public static BigInteger PayoutOf(V1.Statement statement) => Number(statement.PayoutPlanck.Length > 0 ? statement.PayoutPlanck : statement.NetPlanck);

    /// <summary>An explanation as it is sent and kept.</summary>
    public static V1.Explanation ToMessage(LineExplanation x, ExplanationText text) => new()
    {
        Formula = x.Formula,
        Numbers = { x.Numbers.Select(n => new V1.FormulaNumber { Name = n.Name, Value = Text(n.Value), Unit = n.Unit }) },
        Rule = x.Rule,
        PlanId = x.Plan.Id,
        AcceptanceId = x.Acceptance.Id,
        Sentences = { text.Of(x) },
    };

    /// <summary>Amounts with their unit.</summary>
    public static ExplanationText TextOf(string token) => new(planck => Money(planck, token));

    /// <summary>An amount in the token, or in planck where that is not known or too large.</summary>
    public static string Money(BigInteger planck, string token) =>
        BigInteger.Abs(planck) <= UInt128.MaxValue && Token.Known.FirstOrDefault(t => t.Symbol == token) is { } known
            ? $"{(planck.Sign < 0 ? "-" : "")}{known.Format(new((UInt128)BigInteger.Abs(planck)))}" : $"{Text(planck)} planck";

    /// <summary>Digits, with a minus where something is taken.</summary>
    public static string Text(BigInteger planck) => planck.ToString(CultureInfo.InvariantCulture);

    /// <summary>What <see cref="Text"/> wrote.</summary>
    public static BigInteger Number(string text) => BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static V1.Statement Sum(Month month, string token, string participant, BigInteger owedBefore, uint recoverBp, ImmutableArray<V1.StatementLine> lines)
    {
        var (accrued, earned, reversed, clawedBack) = (BigInteger.Zero, BigInteger.Zero, BigInteger.Zero, BigInteger.Zero);
        foreach (var line in lines)
        {
            var planck = Number(line.Planck);
            switch (line.Kind)
            {
                case "accrue" or "cancel":
                    accrued += planck;
                    break;
                case "reverse" when !line.Late:
                    reversed -= planck;
                    break;
                default:
                    // What is taken off an earlier month is owed; what turns out to be due for one is paid with this one.
                    (earned, clawedBack) = planck.Sign > 0 ? (earned + planck, clawedBack) : (earned, clawedBack - planck);
                    break;
            }
        }

        var debt = owedBefore + clawedBack;
        var recovered = BigInteger.Min(debt, (earned - reversed) * recoverBp / BasisPoints.One);
        return new()
        {
            Month = month.ToString(),
            Token = token,
            ParticipantId = participant,
            AccruedPlanck = Text(accrued),
            EarnedPlanck = Text(earned),
            ReversedPlanck = Text(reversed),
            ClawedBackPlanck = Text(clawedBack),
            RecoveredPlanck = Text(recovered),
            OwedPlanck = Text(debt - recovered),
            NetPlanck = Text(earned - reversed - recovered),
            PayoutPlanck = Text(earned - reversed - recovered),
            Lines = { lines },
        };
    }

    private static V1.Explanation Withdrawn(LineKey key, BigInteger planck, string token) => new()
    {
        Formula = key.Kind == Overpaid ? "amount = -(arrived - due)" : "amount = -stated",
        Numbers = { new V1.FormulaNumber { Name = "amount", Value = Text(planck), Unit = "planck" } },
        Sentences =
        {
            key.Kind == Overpaid
                ? $"The payout {key.Event} was larger than what was due: {Money(BigInteger.Abs(planck), token)} of it {(planck.Sign < 0 ? "is owed" : "is owed no more")}."
                : $"An earlier statement said {key.Kind} {Money(-planck, token)} of payment {key.Event} ({key.Cause}). By what is known now that does not follow any more.",
        },
    };

    private static int Rank(string kind) => kind switch
    {
        "accrue" => 0,
        "earn" => 1,
        "cancel" => 2,
        "reverse" => 3,
        "clawback" => 4,
        _ => 5,
    };
}
