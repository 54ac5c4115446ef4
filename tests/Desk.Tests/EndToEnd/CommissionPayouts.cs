using System.Numerics;
using System.Text;
using CoretimeDesk.Commissions;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>Pays months from the pool, as its signatories do: what the desk has prepared, as it stands.</summary>
internal sealed class CommissionPayouts(CommissioningDesk desk)
{
    private const string Tag = "coretime-desk:";

    /// <summary>An account that the lab has funded.</summary>
    private static readonly AccountId32 Pool = AccountId32.FromBytes("coretime-sales-desk-lab-account!"u8);

    private bool _wasPartial;

    /// <summary>Names the pool, and waits until it is seen what it holds.</summary>
    public async Task NamePoolAsync()
    {
        await desk.People.AsAsync(Role.BudgetHolder, o => desk.People.Payouts.SetPoolAsync(
            new() { RequestId = desk.People.RequestId("pool"), Token = CommissioningDesk.Token, Chain = desk.Chain, Account = $"{Pool}", Reason = "Funded for the lab." }, o), desk.Stop);
        desk.Kill();
        await desk.FinaliseAsync();
        await desk.People.UntilAsync("the pool's balance", Role.BudgetHolder, o => desk.People.Payouts.GetPoolAsync(new() { Token = CommissioningDesk.Token }, o), p => p.Pool.BalancePlanck.Length > 0, desk.Stop);
        Assert.Equal("0", (await PoolAsync()).CommittedPlanck);
    }

    /// <summary>What it holds and has promised.</summary>
    public async Task<Pool> PoolAsync() => (await desk.People.AsAsync(Role.BudgetHolder, o => desk.People.Payouts.GetPoolAsync(new() { Token = CommissioningDesk.Token }, o), desk.Stop)).Pool;

    /// <summary>Pays a month that is final. The first time a payment is sent by hand, and is only a part.</summary>
    public async Task<BigInteger> PayAsync(Month month)
    {
        var statements = await desk.StatementsAsync($"{month}");
        Assert.All(statements, s => Assert.Equal(StatementStage.Final, s.Stage));
        var due = statements.Where(s => s.NetPlanck != "0").ToDictionary(s => s.ParticipantId, s => s.NetPlanck);
        if (due.Count == 0)
        {
            return BigInteger.Zero; // Of its payments nothing has run yet, or all of it makes up for what is owed.
        }

        var prepared = await PrepareAsync(month);
        Assert.Equal(due, prepared.Batch.Lines.ToDictionary(l => l.ParticipantId, l => l.Planck));
        Assert.All(prepared.Batch.Lines, l => Assert.Equal((PayoutState.Missing, l.Planck), (l.State, l.PayablePlanck)));
        if (!_wasPartial)
        {
            prepared = await PayInPartAsync(month, prepared.Batch.Lines[0]);
        }

        var call = Assert.Single(prepared.Calls);
        await desk.Lab.SendAsync(Pool, call.CallData, call.SpecVersion, desk.Stop);
        desk.Kill();
        await desk.FinaliseAsync();
        var paid = await UntilAsync(month, "every line being closed", b => b.Lines.All(l => l.Closed));
        Assert.All(paid.Lines, l => Assert.Equal((PayoutState.Paid, l.Planck, "0", "0"), (l.State, l.ArrivedPlanck, l.DuePlanck, l.ExcessPlanck)));
        Assert.Empty(paid.Unpayable);
        Assert.Empty(paid.Unknown);
        return Sum(paid.Lines.Select(l => l.ArrivedPlanck));
    }

    /// <summary>What the chain shows of the pool's transfers, by account.</summary>
    public async Task<Dictionary<string, BigInteger>> TransfersAsync(int count) =>
        (await desk.FactsAsync(nameof(ChainWatcher.V1.BalanceTransferred), Pool, count)).Select(f => ChainWatcher.V1.BalanceTransferred.Parser.ParseJson(f.Json))
            .Where(t => t.From == $"{Pool}").GroupBy(t => t.To).ToDictionary(g => g.Key, g => Sum(g.Select(t => t.Amount)));

    public static BigInteger Sum(IEnumerable<string> planck) => planck.Aggregate(BigInteger.Zero, (sum, p) => sum + BigInteger.Parse(p, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Half a line arrives: the rest stays due, and is what is prepared next.</summary>
    private async Task<PrepareBatchResponse> PayInPartAsync(Month month, PayoutLine line)
    {
        var part = BigInteger.Parse(line.Planck, System.Globalization.CultureInfo.InvariantCulture) / 2;
        await desk.SendAsync(
            Pool,
            new { pallet = "System", call = "remark_with_event", args = new { remark = Hex.Encode(Encoding.UTF8.GetBytes(Tag + line.Tag)) } },
            new { pallet = "Balances", call = "transfer_keep_alive", args = new { dest = new { Id = line.Account }, value = $"{part}" } });
        desk.Kill();
        var seen = (await UntilAsync(month, "the part that arrived", b => b.Lines.Single(l => l.Tag == line.Tag).State == PayoutState.Partial)).Lines.Single(l => l.Tag == line.Tag);
        var rest = BigInteger.Parse(line.Planck, System.Globalization.CultureInfo.InvariantCulture) - part;
        Assert.Equal(($"{part}", $"{rest}", false), (seen.ArrivedPlanck, seen.DuePlanck, seen.Closed));
        _wasPartial = true;
        var again = await PrepareAsync(month);
        Assert.Equal($"{rest}", again.Batch.Lines.Single(l => l.Tag == line.Tag).PayablePlanck);
        return again;
    }

    private async Task<PrepareBatchResponse> PrepareAsync(Month month)
    {
        var request = desk.People.RequestId($"prepare {month} {_wasPartial}");
        var prepared = await desk.People.AsAsync(Role.BudgetHolder, o => desk.People.Payouts.PrepareBatchAsync(new() { RequestId = request, Month = $"{month}", Token = CommissioningDesk.Token }, o), desk.Stop);
        if (_wasPartial)
        {
            return prepared;
        }

        // The same question has the same answer, from another life of the service.
        desk.Kill();
        Assert.Equal(prepared, await desk.People.AsAsync(Role.BudgetHolder, o => desk.People.Payouts.PrepareBatchAsync(new() { RequestId = request, Month = $"{month}", Token = CommissioningDesk.Token }, o), desk.Stop));
        return prepared;
    }

    private async Task<Batch> UntilAsync(Month month, string what, Func<Batch, bool> isSo) =>
        (await desk.People.UntilAsync(what, Role.BudgetHolder, o => desk.People.Payouts.GetBatchAsync(new() { Month = $"{month}", Token = CommissioningDesk.Token }, o), b => isSo(b.Batch), desk.Stop)).Batch;
}
