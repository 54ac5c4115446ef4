using CoretimeDesk.Leads.Registrations;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Tests.Registrations;

/// <summary>
/// Random histories against the real desk and a real database, step by step compared with a model that knows only dates. Sweeps
/// come early, late, twice, or not at all; the clock jumps over weekends, leap days and months.
/// </summary>
public sealed class LivingAnyHistory(OwnershipWorld world, ITestOutputHelper output) : IClassFixture<OwnershipWorld>
{
    private readonly List<Actor> _reps = [.. Enumerable.Range(0, 4).Select(n => OwnershipWorld.Rep($"Rep {n}"))];

    [Fact]
    public async Task F10_The_desk_and_the_model_agree_on_who_had_what_from_when_to_when()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await LiveAsync(new Random(seed), steps: 250, seed);
    }

    private async Task LiveAsync(Random random, int steps, int seed)
    {
        // The end of February 2028 has a leap day; there is a weekend in every week.
        world.Clock.Set(new(2028, 2, 1, 7, 0, 0, TimeSpan.Zero));
        var lines = new List<(Guid Account, ProductLine Line, LineModel Model)>();
        for (var i = 0; i < 3; i++)
        {
            var account = await world.AccountAsync($"Any {i}");
            lines.AddRange(Enum.GetValues<ProductLine>().Select(line => (account, line, new LineModel())));
        }

        for (var step = 0; step < steps; step++)
        {
            world.Clock.Advance(random.Next(6) switch
            {
                0 => TimeSpan.FromDays(random.Next(1, 45)),
                1 => TimeSpan.FromDays(1),
                2 => TimeSpan.FromHours(random.Next(1, 60)),
                _ => TimeSpan.FromMinutes(random.Next(1, 90)),
            });
            foreach (var (_, _, model) in lines)
            {
                model.At(world.Clock.Now);
            }

            var did = await StepAsync(random, lines);
            foreach (var (account, line, model) in lines)
            {
                var (owner, warned) = await HolderAsync(account, line);
                var where = $"seed {seed}, step {step} ({did}), {world.Clock.Now:u}, {line} of {account}";
                Assert.True(model.Owner == owner, $"{where}: the model says {model.Owner ?? "nobody"}, the desk {owner ?? "nobody"}");
                Assert.True(model.WarnedAt(world.Clock.Now) == warned, $"{where}: warned at {model.WarnedAt(world.Clock.Now)} by the model, at {warned} by the desk");
            }
        }

        await world.SweepAsync();
        var intervals = await ActiveInterval.ReadAsync(world.Database);
        foreach (var (account, line, model) in lines)
        {
            var told = intervals.Where(i => i.Account == account && i.Line == (line == ProductLine.Bulk ? "PRODUCT_LINE_BULK" : "PRODUCT_LINE_ON_DEMAND"))
                .OrderBy(i => i.From).Select(i => (i.Owner, i.From, i.Until)).ToList();
            Assert.True(model.WholeHistory.SequenceEqual(told), $"seed {seed}, {line} of {account}:\nmodel   {string.Join(", ", model.WholeHistory)}\njournal {string.Join(", ", told)}");
            Assert.True((await world.ChainAsync(account, line)).Whole);
        }

        Assert.Empty(ActiveInterval.Overlaps(intervals));
        Assert.True(intervals.Count > 15, $"Only {intervals.Count} registrations: too little happened. Seed {seed}");
        output.WriteLine($"{intervals.Count} intervals of ownership until {world.Clock.Now:u}");
    }

    private async Task<string> StepAsync(Random random, List<(Guid Account, ProductLine Line, LineModel Model)> lines)
    {
        var (account, line, model) = lines[random.Next(lines.Count)];
        var (rep, replica, now) = (_reps[random.Next(_reps.Count)], random.Next(2), world.Clock.Now);
        var id = (await RowAsync(account, line))?.Id;
        var message = new V1.Registration { RegistrationId = (id ?? Guid.NewGuid()).ToString() };
        switch (random.Next(11))
        {
            case 0 or 1 or 2:
                var claim = await world.ClaimAsync(rep, account, line, replica: replica);
                Assert.Equal(model.Owner is null || model.Owner == rep.Name, claim.Refusal is null);
                if (model.Owner is null)
                {
                    model.Claim(rep.Name, claim.OrThrow().Registration.ClaimedAt.ToDateTimeOffset());
                }
                else if (claim.Refusal is { } refusal)
                {
                    Assert.Equal(model.Owner, refusal.Facts["owner_name"]);
                }

                return $"{rep.Name} claims";
            case 3:
                Assert.Equal(model.Owner == rep.Name, (await world.ClaimAsync(rep, account, line, ClaimForm.Empty, replica)).Refusal is null);
                return $"{rep.Name} claims with too little";
            case 4:
                var approve = random.Next(3) > 0;
                var decided = await world.DecideAsync(world.Hana, message, approve, "because");
                Assert.Equal(model.IsPending, decided.Refusal is null);
                if (decided.Refusal is null)
                {
                    if (approve)
                    {
                        model.Approve(Later(now, decided.OrThrow().Registration.ClaimedAt.ToDateTimeOffset()));
                    }
                    else
                    {
                        model.End(Later(now, decided.OrThrow().Registration.ClaimedAt.ToDateTimeOffset()));
                    }
                }

                return approve ? "approval" : "rejection";
            case 5:
                var extended = await world.Of<RegistrationDesk>(replica).ExtendAsync(
                    OwnershipWorld.As(world.Hana), OwnershipWorld.IdOf(message), new ProgressEvidence.OnChainSignal(SignalKind.AccountFunded, "polkadot", $"0x{OwnershipWorld.Digest()}", 1, now), CancellationToken.None);
                Assert.Equal(model.IsProtected && model.Extensions < 2, extended.Refusal is null);
                if (extended.Refusal is null)
                {
                    model.Extend(now);
                    Assert.Equal(model.Until, extended.OrThrow().Registration.ProtectedUntil.ToDateTimeOffset());
                }

                return "extension";
            case 6 or 7:
                var at = now.AddHours(-random.Next(0, 100));
                (await world.Of<RegistrationDesk>(replica).NoteActivityAsync(OwnershipWorld.As(rep), account, at, CancellationToken.None)).OrThrow();
                foreach (var (_, _, touched) in lines.Where(l => l.Account == account))
                {
                    touched.Touch(at);
                }

                return "activity";
            case 8:
                var released = await world.ReleaseAsync(world.Hana, message, replica: replica);
                Assert.Equal(model.Owner is not null, released.Refusal is null);
                if (released.Refusal is null)
                {
                    model.End(released.OrThrow().Registration.EndedAt.ToDateTimeOffset());
                }

                return "release";
            case 9:
                if (random.Next(3) == 0 && model.Owner is null)
                {
                    var house = (await world.Of<RegistrationDesk>(replica).TakeForHouseAsync(OwnershipWorld.As(world.Hana), account, line, "strategic", CancellationToken.None)).OrThrow();
                    model.TakeForHouse(house.Registration.ClaimedAt.ToDateTimeOffset());
                    return "house";
                }

                var moved = (await world.OverrideAsync(world.Hana, account, rep, line, replica: replica)).OrThrow();
                if (model.Owner != rep.Name || model.IsPending)
                {
                    model.Name(rep.Name, moved.Registration.ApprovedAt.ToDateTimeOffset());
                }

                return $"the customer names {rep.Name}";
            default:
                await world.SweepAsync();
                if (random.Next(2) == 0)
                {
                    Assert.Equal(0, await world.SweepAsync());
                }

                return "sweep";
        }
    }

    private async Task<(string? Owner, DateTimeOffset? Warned)> HolderAsync(Guid account, ProductLine line)
    {
        // As of now, whether or not anybody has swept.
        if (await RowAsync(account, line) is not { } row)
        {
            return (null, null);
        }

        var registration = RegistrationScene.At(row.ToRegistration(), world.Clock.Now);
        return registration.IsActive ? (registration.Owner.Name, (registration as Registration.Approved)?.WarnedAt) : (null, null);
    }

    private async Task<Data.RegistrationRow?> RowAsync(Guid account, ProductLine line)
    {
        await using var db = world.Db();
        return await db.Registrations.Include(r => r.Extensions)
            .SingleOrDefaultAsync(r => r.AccountId == account && r.Line == line && (r.State == Data.RegistrationState.Pending || r.State == Data.RegistrationState.Approved));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
