using System.Numerics;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.CreditGrants.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.CreditGrants.Programmes;

/// <summary>Programmes as messages.</summary>
internal static class ProgrammeMessages
{
    public static V1.Programme ToMessage(this OpenBudget open, IEnumerable<PoolBalanceRow> pools, IEnumerable<ProviderRow> providers, IEnumerable<CodeCount> codes, IReadOnlyCollection<Rails.RailKind> switchedOn)
    {
        var (row, balances) = (open.Row, open.Budget.Balances);
        var counts = codes.ToLookup(c => c.Provider, StringComparer.Ordinal);
        return new()
        {
            ProgrammeId = $"{row.Id}",
            Number = row.Number,
            Name = row.Name,
            Payer = row.Payer,
            Network = row.Network,
            Pool = row.Pool,
            Mode = (V1.ProgrammeMode)((int)row.Mode + 1),
            Referendum = row.Referendum,
            Token = open.TokenMessage(),
            Reserve = BudgetMessages.Text(row.Reserve),
            TermsVersion = (uint)row.TermsVersion,
            Balances = balances.ToMessage(),
            PoolBalances = { pools.OrderBy(p => p.Chain, StringComparer.Ordinal).Select(p => new PoolBalance { Chain = p.Chain, Free = BudgetMessages.Text(p.Free), Seen = FactRef.Parser.ParseFrom(p.Fact) }) },
            Providers =
            {
                providers.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new Provider
                {
                    Name = p.Name,
                    Budget = BudgetMessages.Text(p.Budget),
                    Awarded = BudgetMessages.Text(open.Budget.ProviderAwards.GetValueOrDefault(p.Name, BigInteger.Zero)),
                    CodesUnused = (uint)counts[p.Name].Sum(c => c.Unused),
                    CodesUsed = (uint)counts[p.Name].Sum(c => c.Used),
                    CodesRevoked = (uint)counts[p.Name].Sum(c => c.Revoked),
                }),
            },
            CreatedAt = row.CreatedAt.ToTimestamp(),
            EndedAt = row.EndedAt?.ToTimestamp(),
            Version = row.Version,
            Banner = balances.Shortfall.IsZero ? "" : "SHORTFALL: the pool holds less than is promised and paid. Nothing is awarded until it is filled.",
            Rails = { Rail.All.Where(r => r.IsOn || r.IsTransferable || switchedOn.Contains(r.Kind)).Select(r => (V1.RailKind)((int)r.Kind + 1)) },
        };
    }

    public static ChainWatcher.V1.Token TokenMessage(this OpenBudget open) => new() { Symbol = open.Row.TokenSymbol, Decimals = (uint)open.Row.TokenDecimals };
}

/// <summary>How many codes a provider was given, by what became of them.</summary>
internal sealed record CodeCount(string Provider, int Unused, int Used, int Revoked);
