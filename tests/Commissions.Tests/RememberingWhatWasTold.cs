using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>What was told is kept in memory, and never an old state of it: two caches stand for two replicas.</summary>
public sealed class RememberingWhatWasTold(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly CommissionsWorld _world = new(postgres);
    private readonly Sale _sale = new();
    private readonly ObservationCache _one = new();
    private readonly ObservationCache _other = new();

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Every_replica_sees_what_was_told_to_another_and_reads_nothing_again_while_nothing_is_told()
    {
        await _world.DeliverAsync(_sale.Ordered(1, Start, 1));
        var first = await ReadAsync(_one);
        Assert.Same(first, await ReadAsync(_one));
        await ReadAsync(_other);

        await _world.DeliverAsync([_sale.Ordered(2, Start, 2), _sale.Ordered(3, Start, 3)]);

        Assert.Equal((3, 3, 1), (CountIn(await ReadAsync(_one)), CountIn(await ReadAsync(_other)), CountIn(first)));
    }

    [Fact]
    public async Task What_a_command_wrote_and_did_not_save_is_its_own_and_remembered_by_nobody()
    {
        await _world.DeliverAsync(_sale.Ordered(1, Start, 1));
        await using (var db = _world.Db())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            var told = (await _one.ReadAsync(db, TestContext.Current.CancellationToken)).Of<PurchaseJudged>()[0];
            db.Observations.Add(new()
            {
                Id = Guid.CreateVersion7(Start), Type = "coretimedesk.quoting.PurchaseJudged.v1", AggregateId = told.Aggregate, Told = 7, ActorId = Guid.Empty, ToldAt = Start, Body = Google.Protobuf.MessageExtensions.ToByteArray(told.Message),
            });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            Assert.Equal((2, 1), (CountIn(await _one.ReadAsync(db, TestContext.Current.CancellationToken)), CountIn(await ReadAsync(_one))));
        }

        // Another one is told instead: as many as the command had seen, and not the same.
        await _world.DeliverAsync(_sale.Ordered(2, Start, 2));
        Assert.Equal([$"{_sale.FactId(1)}", $"{_sale.FactId(2)}"], (await ReadAsync(_one)).Of<PurchaseJudged>().Select(j => j.Message.FactId));
    }

    private async Task<Observations> ReadAsync(ObservationCache cache)
    {
        await using var db = _world.Db();
        return await cache.ReadAsync(db, TestContext.Current.CancellationToken);
    }

    private static int CountIn(Observations told) => told.Of<PurchaseJudged>().Count;
}
