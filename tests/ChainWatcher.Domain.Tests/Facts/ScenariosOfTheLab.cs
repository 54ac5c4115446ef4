using CoretimeDesk.ChainWatcher.Tests.Support;
using CoretimeDesk.Substrate;
using static CoretimeDesk.ChainWatcher.Tests.Support.Profiles;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

/// <summary>What happens to the desk's customers, by name: each of these blocks a real runtime executed.</summary>
public sealed class ScenariosOfTheLab
{
    [Fact]
    public void Three_buyers_in_one_block_of_whom_one_offered_too_little()
    {
        var sales = Of<ChainFact.Purchased>("blocks/coretime-035-three-buyers-one-block");
        Assert.Equal([(Alice, 2u, (ushort)11), (Desk, 4u, (ushort)12)], sales.Select(s => (s.Buyer, s.Origin.Extrinsic!.Index, s.Region.Core)));
        Assert.Equal(2, sales.Select(s => s.Origin.Extrinsic!.Hash).Distinct().Count());
    }

    [Fact]
    public void An_interrupted_batch_keeps_the_sale_before_the_interruption()
    {
        var sale = Assert.Single(Of<ChainFact.Purchased>("blocks/coretime-014-purchase-batch-interrupted"));
        Assert.Equal(((UInt128)274_982_143_100_000, "batch[0]", 385_080L), (sale.Price.Planck, sale.Origin.RanAs!.Path, sale.End));
    }

    [Fact]
    public void A_batch_that_fails_as_a_whole_sells_nothing() => Assert.Empty(Facts("blocks/coretime-013-purchase-batch-all-fails"));

    [Fact]
    public void Two_sales_of_one_extrinsic_are_two_facts()
    {
        var sales = Of<ChainFact.Purchased>("blocks/coretime-012-purchase-batch-all");
        Assert.Equal(["batch_all[0]", "batch_all[1]"], sales.Select(s => s.Origin.RanAs!.Path));
        Assert.True(sales[0].Origin.SharesExtrinsicWith(sales[1].Origin));
        Assert.NotEqual(sales[0].Id, sales[1].Id);
    }

    [Fact]
    public void A_forced_batch_sells_after_an_item_that_failed() =>
        Assert.Equal("force_batch[1]", Assert.Single(Of<ChainFact.Purchased>("blocks/coretime-036-purchase-force-batch")).Origin.RanAs!.Path);

    [Fact]
    public void A_remark_and_a_sale_in_one_batch_are_linked()
    {
        var facts = Facts("Blocks/coretime-001-remark-and-purchase");
        var remark = Assert.IsType<ChainFact.Remarked>(facts[0]);
        var sale = Assert.IsType<ChainFact.Purchased>(facts[1]);
        Assert.True(remark.Origin.SharesExtrinsicWith(sale.Origin));
        Assert.Equal($"0x{Convert.ToHexStringLower(Blake2b.Hash256("Q1"u8).AsSpan())}", remark.Remark.Payload);
        Assert.StartsWith("0x6465736b3a", remark.Remark.Bytes, StringComparison.Ordinal);
        Assert.Equal((Desk, Desk, "PAS"), (remark.Sender, sale.Buyer, sale.Price.Token.Symbol));
        Assert.Equal((UInt128)100_000_000_000_000_000, sale.PriceLimit!.Planck);
    }

    [Fact]
    public void A_tagged_purchase_with_too_low_a_limit_is_a_failure_with_the_pallets_own_words()
    {
        var failure = Assert.IsType<ChainFact.CallFailed>(Assert.Single(Facts("Blocks/coretime-002-remark-and-overpriced")));
        Assert.Equal((FailureScope.Extrinsic, "Broker.Overpriced", "The price limit is exceeded."), (failure.Scope, failure.Error.Name, failure.Error.Docs));
        Assert.Single(failure.Remarks);
        Assert.Equal(Desk, failure.Origin.Extrinsic!.Signer);
    }

    [Fact]
    public void A_failure_without_the_desks_tag_is_nobodys_business() => Assert.Empty(Facts("blocks/coretime-009-purchase-overpriced"));

    [Fact]
    public void Buying_credit_is_filtered_and_a_tagged_try_says_so() =>
        Assert.Equal("System.CallFiltered", Assert.IsType<ChainFact.CallFailed>(Assert.Single(Facts("Blocks/coretime-005-remark-and-credit-filtered"))).Error.Name);

    [Fact]
    public void A_tagged_batch_that_is_interrupted_says_where()
    {
        var facts = Facts("Blocks/coretime-003-remark-then-interrupted");
        Assert.IsType<ChainFact.Remarked>(facts[0]);
        var failure = Assert.IsType<ChainFact.CallFailed>(facts[1]);
        Assert.Equal((FailureScope.BatchInterrupted, "batch[1]", "Broker.purchase"), (failure.Scope, failure.Origin.RanAs!.Path, failure.Origin.RanAs.Call));
        Assert.Equal(2, facts.Count); // The purchase after the interruption never ran.
    }

    [Fact]
    public void A_sale_through_a_proxy_is_the_real_accounts_and_not_the_signers()
    {
        var sale = Assert.Single(Of<ChainFact.Purchased>("blocks/coretime-019-purchase-via-proxy"));
        Assert.Equal((Charlie, Alice, Alice, "proxy"), (sale.Origin.Extrinsic!.Signer!.Value, sale.Buyer, sale.Origin.RanAs!.Account!.Value, sale.Origin.RanAs.Path));
    }

    [Fact]
    public void A_proxy_of_a_proxy_is_followed_to_its_end()
    {
        var sale = Assert.Single(Of<ChainFact.Purchased>("Blocks/coretime-011-proxy-of-a-proxy"));
        Assert.Equal((Charlie, Desk, "proxy/proxy/batch_all[1]"), (sale.Origin.Extrinsic!.Signer!.Value, sale.Origin.RanAs!.Account!.Value, sale.Origin.RanAs.Path));
        Assert.Equal("proxy/proxy", Assert.IsType<ChainFact.CallFailed>(Assert.Single(Facts("Blocks/coretime-012-proxy-of-a-proxy-fails"))).Origin.RanAs!.Path);
    }

    [Fact]
    public void A_sale_to_a_multisig_is_the_multisigs()
    {
        var sale = Assert.Single(Of<ChainFact.Purchased>("blocks/coretime-022-purchase-via-multisig"));
        Assert.Equal((sale.Buyer, Bob, "multisig"), (sale.Origin.RanAs!.Account!.Value, sale.Origin.Extrinsic!.Signer!.Value, sale.Origin.RanAs.Path));
        Assert.StartsWith("0x83b701", $"{sale.Buyer}", StringComparison.Ordinal);
        Assert.Empty(Facts("blocks/coretime-021-multisig-propose"));
    }

    [Fact]
    public void Auto_renewals_come_without_an_extrinsic()
    {
        var renewal = Assert.Single(Of<ChainFact.Renewed>("blocks/coretime-076-rotate-sale"));
        Assert.Equal((EventPhase.Initialization, null, null), (renewal.Origin.Phase, renewal.Origin.Extrinsic, renewal.Origin.RanAs));
        Assert.Equal(SovereignAccounts.Sibling(2001), renewal.Payer);
        Assert.Equal([2001u], renewal.Tasks);
    }

    [Fact]
    public void Credit_by_a_message_comes_without_an_extrinsic()
    {
        var credit = Assert.Single(Of<ChainFact.AccountCredited>("blocks/relay-048-credit-account-xcm"));
        Assert.Equal((Bob, (UInt128)500_000_000_000, null), (credit.Account, credit.Amount.Planck, credit.Origin.Extrinsic));
    }

    [Theory]
    [InlineData("blocks/relay-005-order-keep-alive", "Balance/Call")]
    [InlineData("blocks/relay-052-order-allow-death", "Balance/Call")]
    [InlineData("blocks/relay-049-order-with-credits", "Credits/Call")]
    [InlineData("blocks/relay-053-order-batch", "Credits/Call Balance/Call")]
    [InlineData("Blocks/relay-031-proxied-orders", "Credits/Call Balance/Call")]
    [InlineData("Blocks/relay-034-multisig-order", "Balance/Call")]
    [InlineData("Blocks/relay-035-scheduled-credit-order", "Credits/Storage")]
    [InlineData("Blocks/relay-036-scheduled-balance-order", "Balance/Storage Credits/Storage")]
    [InlineData("Blocks/relay-037-scheduled-both-ways", "Unknown/None Unknown/None")]
    [InlineData("Blocks/relay-038-scheduled-credit-and-order", "Credits/Storage")]
    public void An_order_says_how_it_was_paid_and_from_what_that_is_known(string block, string payments) =>
        Assert.Equal(payments, string.Join(' ', Of<ChainFact.OnDemandOrderPlaced>(block).Select(o => $"{o.Payment.Means}/{o.Payment.Evidence}")));

    [Fact]
    public void A_payment_that_cannot_be_told_says_why() =>
        Assert.All(Of<ChainFact.OnDemandOrderPlaced>("Blocks/relay-037-scheduled-both-ways"), o => Assert.Contains("more than one way", o.Payment.Reason!, StringComparison.Ordinal));

    [Fact]
    public void Transfers_are_seen_where_a_watched_account_is_touched()
    {
        var transfers = Of<ChainFact.BalanceTransferred>("Blocks/coretime-007-transfers");
        Assert.Equal([(Alice, Desk), (Desk, Dave)], transfers.Select(t => (t.From, t.To)));
        Assert.Empty(RecordedBlock.Load("Blocks/coretime-007-transfers").Facts(new WatchList("desk:"u8)).Facts.OfType<ChainFact.BalanceTransferred>());
    }

    [Fact]
    public void Remarks_are_seen_where_they_have_the_tag_and_leave_an_event() =>
        Assert.Equal([Dave], Of<ChainFact.Remarked>("Blocks/coretime-006-plain-remarks").Select(r => r.Sender));

    [Fact]
    public void Settings_changed_by_root_are_seen_with_what_they_were()
    {
        var change = Assert.Single(Of<ChainFact.ConfigurationChanged>("Blocks/coretime-024-configured"));
        Assert.Contains("\"renewal_bump\":30000000", change.Before!, StringComparison.Ordinal);
        Assert.Contains("\"renewal_bump\":50000000", change.After, StringComparison.Ordinal);
        Assert.Equal((OriginKind.Root, "sudo", "Broker.configure"), (change.Origin.RanAs!.Kind, change.Origin.RanAs.Path, change.Origin.RanAs.Call));
        Assert.Empty(Of<ChainFact.ConfigurationChanged>("Blocks/coretime-025-configured-the-same"));
        Assert.Empty(Of<ChainFact.ConfigurationChanged>("Blocks/coretime-026-configured-and-back"));
    }

    [Fact]
    public void Settings_changed_by_governance_are_seen_without_extrinsic_and_event()
    {
        var facts = Facts("Blocks/coretime-027-rotation");
        var change = Assert.IsType<ChainFact.ConfigurationChanged>(facts[^1]);
        Assert.Equal((null, null, null), (change.Origin.EventIndex, change.Origin.Extrinsic, change.Origin.RanAs));
        Assert.Contains("\"interlude_length\":50400", change.After, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_sale_says_how_the_last_one_went()
    {
        var sale = Assert.Single(Of<ChainFact.SaleInitialized>("Blocks/coretime-027-rotation"));
        Assert.NotNull(sale.Before);
        Assert.Equal(sale.RegionBegin, sale.Before.RegionEnd);
        Assert.True(sale.Before.CoresSold > 0);
    }

    [Fact]
    public void A_core_that_is_used_for_nothing_is_unassigned() =>
        Assert.Equal([1u, 2u], Facts("Blocks/relay-039-core-assigned").Select(f => f is ChainFact.CoreUnassigned gone ? gone.Core : ((ChainFact.CoreAssigned)f).Core));

    [Fact]
    public void Two_blocks_of_one_height_have_facts_of_their_own_ids()
    {
        var orphan = RecordedBlock.Load("blocks/coretime-037-purchase");
        var winner = RecordedBlock.Load("blocks/coretime-038-reorg-winner-empty");
        Assert.Equal(orphan.Head.Block.Number, winner.Head.Block.Number);
        Assert.Single(orphan.Facts().Facts);
        Assert.Empty(winner.Facts().Facts);
    }

    private static IReadOnlyList<ChainFact> Facts(string block) => RecordedBlock.Load(block).Facts().Facts;

    private static List<T> Of<T>(string block)
        where T : ChainFact => [.. Facts(block).OfType<T>()];
}
