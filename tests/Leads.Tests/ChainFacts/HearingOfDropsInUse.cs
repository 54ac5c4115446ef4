using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Tasks;
using CoretimeDesk.Leads.Tests.Registrations;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using TaskState = CoretimeDesk.Leads.Tasks.TaskState;

namespace CoretimeDesk.Leads.Tests.ChainFacts;

public sealed class HearingOfDropsInUse(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    private const uint Period = 5040;

    [Theory]
    [InlineData(0, "No core from the sale that began on ", ", after 2 cores before it")]
    [InlineData(1, "1 core from the sale that began on ", ", after 2 cores before it")]
    public async Task D10_a_customer_with_fewer_cores_once_the_sale_is_over_is_one_task(int renewed, string begins, string after)
    {
        var scene = await Scene.WithAsync(world, cores: 2);
        await scene.SaysAsync([.. Enumerable.Range(0, renewed).Select(core => scene.Renews((uint)core))]);
        Assert.Empty(Drops(scene));

        var next = scene.NextSale();
        await scene.SaysAsync([next]);
        await scene.SaysAsync([next, scene.NextSale()]);
        var told = Assert.Single(Drops(scene));
        Assert.StartsWith(begins, told.Summary, StringComparison.Ordinal);
        Assert.Contains(after, told.Summary, StringComparison.Ordinal);
        await using var db = world.Db();
        var task = await db.Tasks.SingleAsync(t => t.AccountId == scene.Account && t.Cause == TaskCause.UseDrop);
        Assert.Equal((scene.Rep.Id, TaskState.Open), (task.OwnerId, task.State));
    }

    [Theory]
    [InlineData("renewed")]
    [InlineData("bought again")]
    [InlineData("bought by a sponsor and assigned")]
    [InlineData("more")]
    public async Task D10_whoever_has_as_many_cores_as_before_is_left_alone(string how)
    {
        var scene = await Scene.WithAsync(world, cores: 1);
        await scene.SaysAsync(how switch
        {
            "renewed" => [scene.Renews(0)],
            "bought again" => [scene.Chain.Buys(Chain.SovereignOf(scene.Para), 77, scene.Sale)],
            "more" => [scene.Renews(0), scene.Chain.Buys(Chain.SovereignOf(scene.Para), 78, scene.Sale)],
            _ => [scene.Chain.Buys(Chain.Account(), 79, scene.Sale), scene.Chain.Assigns(scene.Para, AssignmentFinality.Final, 79, scene.Sale)],
        });
        await scene.SaysAsync([scene.NextSale()]);
        Assert.Empty(Drops(scene));
    }

    [Fact]
    public async Task D10_a_region_that_a_sponsor_had_bought_and_nobody_renewed_is_a_drop_too()
    {
        var scene = await Scene.WithAsync(world, cores: 0);
        await scene.SaysAsync([scene.Chain.MayRenew(3, scene.Sale, scene.Para)]);
        await scene.SaysAsync([scene.NextSale()]);
        Assert.StartsWith("No core from the sale that began on ", Assert.Single(Drops(scene)).Summary, StringComparison.Ordinal);
        Assert.Contains(", after 1 core before it", Drops(scene)[0].Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task D10_a_renewal_that_arrives_after_the_sale_was_called_over_takes_the_task_back()
    {
        var scene = await Scene.WithAsync(world, cores: 1);
        var late = scene.Renews(0);
        await scene.SaysAsync([scene.NextSale()]);
        await using var db = world.Db();
        Assert.Equal(TaskState.Open, (await db.Tasks.AsNoTracking().SingleAsync(t => t.AccountId == scene.Account && t.Cause == TaskCause.UseDrop)).State);
        await scene.SaysAsync([late, late]);
        Assert.Equal(TaskState.Cancelled, (await db.Tasks.AsNoTracking().SingleAsync(t => t.AccountId == scene.Account && t.Cause == TaskCause.UseDrop)).State);
    }

    [Fact]
    public async Task D10_history_and_sales_that_were_half_heard_of_ask_nobody()
    {
        var old = await Scene.WithAsync(world, cores: 1);
        await old.SaysAsync([old.Chain.Begins(old.Sale + Period, at: world.Clock.Now.AddDays(-29))]);
        Assert.Empty(Drops(old));

        var half = await Scene.WithAsync(world, cores: 1, hearsTheSaleBegin: false);
        await half.SaysAsync([half.NextSale()]);
        Assert.Empty(Drops(half));
    }

    [Fact]
    public async Task Several_paras_of_one_customer_in_one_renewal_are_one_entry_with_all_of_them()
    {
        var scene = await Scene.WithAsync(world, cores: 0);
        var second = scene.Para + 1;
        await scene.AddParaAsync(second);
        var (left, right) = ("0xffffffffff0000000000", "0x0000000000ffffffffff");
        var renewed = scene.Chain.Renews(4, 5, scene.Sale, second, scene.Para);
        (renewed.Workload[0].Mask, renewed.Workload[1].Mask) = (left, right);
        await scene.SaysAsync([renewed]);

        var told = Assert.Single(world.Heard.Of(scene.Account), a => a.Kind == ActivityKind.Renewal);
        Assert.Contains($"paras {scene.Para} and {second} were renewed for 7 DOT", told.Summary, StringComparison.Ordinal);
        await using var db = world.Db();
        Assert.Equal("0xffffffffffffffffffff", (await db.CoreUses.SingleAsync(u => u.AccountId == scene.Account)).Mask);
    }

    private List<Activity> Drops(Scene scene) => [.. world.Heard.Of(scene.Account).Where(a => a.Kind == ActivityKind.UseDrop)];

    /// <summary>A customer of one rep with cores whose period ends where the regions of the current sale begin.</summary>
    private sealed record Scene(OwnershipWorld World, Chain Chain, Guid Account, uint Para, Actor Rep, uint Sale)
    {
        public static async Task<Scene> WithAsync(OwnershipWorld world, int cores, bool hearsTheSaleBegin = true)
        {
            var (chain, para, rep) = (new Chain(world), Chain.AnyPara(), OwnershipWorld.Rep("Rita"));
            var account = await Chain.AccountOfParaAsync(world, para);
            await world.ApprovedAsync(rep, account);

            // Far from the sales of other tests, which are of the same chain.
            var sale = (Chain.AnyPara() % 100_000) * 3 * Period;
            var scene = new Scene(world, chain, account, para, rep, sale + (2 * Period));
            await scene.SaysAsync([
                .. Enumerable.Range(0, cores).Select(core => (IMessage)chain.Buys(Chain.SovereignOf(para), (uint)core, scene.Sale - Period)),
                .. hearsTheSaleBegin ? [chain.Begins(scene.Sale)] : (IMessage[])[],
            ]);
            return scene;
        }

        public Task SaysAsync(IMessage[] facts) => Chain.SaysAsync(facts);

        public Renewed Renews(uint core) => Chain.Renews(core, core, Sale, Para);

        public SaleInitialized NextSale() => Chain.Begins(Sale + Period);

        public async Task AddParaAsync(uint para) => (await World.Of<CoretimeDesk.Leads.Accounts.AccountDesk>().AddKeyAsync(OwnershipWorld.As(World.Hana), Account, new(KeyKind.ParaId, Chain.Network, $"{para}"), CancellationToken.None)).OrThrow();
    }
}
