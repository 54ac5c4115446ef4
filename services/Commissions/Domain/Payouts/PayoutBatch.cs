using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Ledger;

namespace CoretimeDesk.Commissions.Payouts;

/// <summary>One transfer of a batch.</summary>
/// <param name="Participant">Who is paid.</param>
/// <param name="Account">To which account.</param>
/// <param name="Planck">How much; not zero.</param>
/// <param name="Tag">What is remarked with it, by which the payment is known again.</param>
public sealed record PayoutLine(string Participant, string Account, BigInteger Planck, string Tag);

/// <summary>A statement that cannot be paid.</summary>
/// <param name="Participant">Whose.</param>
/// <param name="Planck">How much is due.</param>
/// <param name="Problem">What is missing, as a sentence.</param>
public sealed record UnpayableLine(string Participant, BigInteger Planck, string Problem);

/// <summary>A month's payments, as data: who signs and sends them is decided elsewhere.</summary>
/// <param name="Month">The month.</param>
/// <param name="Lines">Transfers, by participant.</param>
/// <param name="Unpayable">What cannot be paid, and why.</param>
public sealed record PayoutBatch(Month Month, ImmutableArray<PayoutLine> Lines, ImmutableArray<UnpayableLine> Unpayable)
{
    /// <summary>What all transfers need together.</summary>
    public BigInteger Total => Lines.Aggregate(BigInteger.Zero, (sum, l) => sum + l.Planck);

    /// <summary>SHA-256 over all transfers in order: two batches with one digest pay the same.</summary>
    public string Digest()
    {
        var json = new CanonicalJson().BeginObject().Text("month", Month.ToString()).Name("lines").BeginArray();
        foreach (var line in Lines)
        {
            json.BeginObject().Text("participant", line.Participant).Text("account", line.Account).Text("planck", line.Planck.ToString(CultureInfo.InvariantCulture)).Text("tag", line.Tag).EndObject();
        }

        return CanonicalJson.Digest(json.EndArray().EndObject().ToString());
    }

    /// <summary>The batch of a month's statements; those that pay nothing have no transfer.</summary>
    /// <param name="month">The month.</param>
    /// <param name="statements">Statements; others than the month's are passed over.</param>
    /// <param name="accounts">Where participants are paid.</param>
    public static PayoutBatch Of(Month month, IEnumerable<Statement> statements, IReadOnlyDictionary<string, string> accounts)
    {
        ArgumentNullException.ThrowIfNull(statements);
        ArgumentNullException.ThrowIfNull(accounts);
        var (lines, unpayable) = (ImmutableArray.CreateBuilder<PayoutLine>(), ImmutableArray.CreateBuilder<UnpayableLine>());
        foreach (var statement in statements.Where(s => s.Month == month && s.Net.Sign > 0).OrderBy(s => s.Participant, StringComparer.Ordinal))
        {
            if (!accounts.TryGetValue(statement.Participant, out var account))
            {
                unpayable.Add(new(statement.Participant, statement.Net, "There is no payout account of theirs; add one, and it is paid with the next batch."));
            }
            else if (statement.Net > UInt128.MaxValue)
            {
                unpayable.Add(new(statement.Participant, statement.Net, "No transfer can carry more than 2^128 - 1 planck; pay it in several."));
            }
            else
            {
                lines.Add(new(statement.Participant, account, statement.Net, TagOf(month, statement.Participant)));
            }
        }

        return new(month, lines.ToImmutable(), unpayable.ToImmutable());
    }

    /// <summary>What is remarked with a payment: one for each month and participant.</summary>
    public static string TagOf(Month month, string participant) => $"coretime-desk/commission/{month}/{participant}";
}
