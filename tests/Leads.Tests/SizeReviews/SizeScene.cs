using CoretimeDesk.Leads.SizeReviews;
using CoretimeDesk.Leads.Tests.ChainFacts;
using CoretimeDesk.Leads.Tests.Registrations;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Tests.SizeReviews;

/// <summary>A customer of one rep who uses cores of a chain from one period to the next.</summary>
internal sealed record SizeScene(Guid Account, uint Para, Actor Rep, DateTimeOffset FirstUse, IReadOnlyList<string> Facts)
{
    private const uint Period = 5040;

    /// <summary>The customer buys the cores now, and renews them for as many periods as there are.</summary>
    /// <param name="world">The service.</param>
    /// <param name="cores">How many.</param>
    /// <param name="stated">The stated size.</param>
    /// <param name="daysBeforeRegion">How long before its region begins a core is bought or renewed.</param>
    /// <param name="periods">How many periods, the first included.</param>
    public static async Task<SizeScene> UsingAsync(OwnershipWorld world, int cores, uint stated = 13, int daysBeforeRegion = 0, int periods = 4)
    {
        var (chain, para, rep) = (new Chain(world), Chain.AnyPara(), OwnershipWorld.Rep("Rita"));
        var account = await Chain.AccountOfParaAsync(world, para, stated);
        await world.LeadAsync(account);
        await world.ApprovedAsync(rep, account);
        var (first, begin) = (world.Clock.Now, chain.Timeslice + ((uint)daysBeforeRegion * 180));
        var facts = new List<IMessage>();
        for (uint core = 0; core < cores; core++)
        {
            facts.Add(chain.Buys(Chain.SovereignOf(para), core, begin));
            for (uint period = 1; period < periods; period++)
            {
                // Told of early, which changes nothing: they count for the time that they are for.
                facts.Add(chain.Renews(core, core, begin + (Period * period), para));
            }
        }

        await chain.SaysAsync([.. facts]);
        await using var db = world.Db();
        var known = await db.CoreUses.Where(u => u.AccountId == account).Select(u => u.FactId).ToListAsync();
        Assert.Equal(cores * periods, known.Count);
        return new(account, para, rep, first, [.. known.Order()]);
    }

    /// <summary>The same, under review.</summary>
    public static async Task<(SizeScene Scene, Guid Review)> UnderReviewAsync(OwnershipWorld world)
    {
        var scene = await UsingAsync(world, cores: 2);
        world.Clock.Set(scene.FirstUse.AddDays(90));
        await world.Of<SizeSweeper>().SweepAsync(CancellationToken.None);
        await using var db = world.Db();
        return (scene, (await db.SizeReviews.SingleAsync(r => r.AccountId == scene.Account && r.State == SizeReviewState.Open)).Id);
    }
}
