using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Tests.Facts;
using CoretimeDesk.CreditGrants.V1;
using Npgsql;

namespace CoretimeDesk.CreditGrants.Tests.Ledger;

/// <summary>Whoever changes the books behind the desk's back, even as the database's owner, is found out.</summary>
public sealed class CheckingTheLedger(CreditsWorld world) : IClassFixture<CreditsWorld>
{
    [Fact]
    public async Task Books_that_nobody_touched_are_intact_and_say_how_much_they_hold()
    {
        var desk = await BooksAsync();
        var check = (await world.Of<LedgerCheck>().RunAsync(desk.Programme.Id, CancellationToken.None)).OrThrow();
        Assert.True(check.IsIntact, string.Join(' ', check.Faults));
        Assert.Equal(("910", "910"), (check.LedgerBalance, check.ChainBalance));
        Assert.Equal(("1000", "110", "90", "800"), (check.Balances.Funded, check.Balances.Reserved, check.Balances.Spent, check.Balances.Free));
        Assert.Equal(3, check.Entries);
        Assert.Equal(RefusalKind.NotFound, (await world.Of<LedgerCheck>().RunAsync(Guid.CreateVersion7(), CancellationToken.None)).Refusal!.Kind);
    }

    [Fact]
    public async Task Between_a_payment_and_the_balance_after_its_block_the_books_agree()
    {
        var desk = await BooksAsync();
        desk.Coretime.Renews(desk.Pool, 40, 8, 10_080, 2_001);
        await desk.BringAsync();
        await world.AssertIntactAsync(desk.Programme);
    }

    [Theory]
    [InlineData("update creditgrants.postings set credit = credit + 1 where {programme} and number = 1 and credit > 0", "The postings of entry 1", "The postings to free")]
    [InlineData("delete from creditgrants.postings where {programme} and number = 3", "The postings of entry 3")]
    [InlineData("delete from creditgrants.budget_events where {programme} and number = 2", "Entry 2 is missing", "postings of entry 2, which does not exist")]
    [InlineData("delete from creditgrants.budget_events where {programme} and number = 3", "The last entry is 2, and should be 3", "has no entry", "hold 910 planck")]
    [InlineData("update creditgrants.budget_events set body = '\\x0102'::bytea where {programme} and number = 2", "Entry 2", "cannot be read")]
    [InlineData("update creditgrants.budget_events set grant_number = 'x' where {programme} and number = 2", "Entry 2", "is listed as award")]
    [InlineData("update creditgrants.budget_events a set body = (select body from creditgrants.budget_events b where b.{programme} and b.number = 1) where {programme} and number = 3", "Entry 3", "is listed as spend", "cannot follow")]
    [InlineData("update creditgrants.pool_balances set free = free - 5 where account = '{pool}' and free > 0", "Funded less spent is 910 planck, and the pool's accounts hold 905 planck: 5 planck are missing on the chains")]
    [InlineData("update creditgrants.pool_payments set planck = 80 where {programme}", "block 1001 of polkadot-coretime, is entered with 90 planck")]
    [InlineData("update creditgrants.pool_payments set grant_number = '' where {programme}", "and was for no grant")]
    [InlineData("delete from creditgrants.pool_payments where {programme}", "is a payment that no fact of a chain tells of")]
    [InlineData("update creditgrants.programmes set last_entry = 7 where id = '{id}'", "The last entry is 3, and should be 7")]
    public async Task Tampering_is_named(string sql, params string[] faults)
    {
        var desk = await BooksAsync();
        Assert.Contains("never changes", (await Assert.ThrowsAsync<PostgresException>(() => RunAsync("update creditgrants.budget_events set kind = 'fund'", asOwner: false))).Message, StringComparison.Ordinal);
        await RunAsync(
            sql.Replace("{programme}", $"programme_id = '{desk.Programme.Id}'", StringComparison.Ordinal).Replace("{pool}", desk.Pool, StringComparison.Ordinal).Replace("{id}", $"{desk.Programme.Id}", StringComparison.Ordinal), asOwner: true);
        var check = (await world.Of<LedgerCheck>().RunAsync(desk.Programme.Id, CancellationToken.None)).OrThrow();
        Assert.False(check.IsIntact);
        Assert.All(faults, f => Assert.Contains(check.Faults, said => said.Contains(f, StringComparison.Ordinal)));
        Assert.All(check.Faults, f => Assert.EndsWith(".", f, StringComparison.Ordinal));
    }

    private async Task<Telling> BooksAsync()
    {
        var desk = await Telling.BeginAsync(world);
        await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [200]);
        desk.Coretime.Renews(desk.Pool, 90, 7, 10_080, 2_001);
        await desk.EndAsync();
        return desk;
    }

    private async Task RunAsync(string sql, bool asOwner)
    {
        await using var database = NpgsqlDataSource.Create(asOwner ? world.AdminConnection : world.Database.ConnectionString);
        await using var command = asOwner ? database.CreateCommand($"set session_replication_role = replica; {sql}") : world.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
