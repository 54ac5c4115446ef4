using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Journal.Tests;

public sealed class RecordingWithoutARequestId(PostgresFixture postgres)
{
    [Fact]
    public async Task What_is_recorded_is_saved_also_when_the_result_is_a_no()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (replica, tally) = (await world.ReplicaAsync(), Guid.NewGuid());

        Assert.False(await CountAsync(replica, tally));
        Assert.False(await CountAsync(replica, tally));

        Assert.Equal(2, await world.ScalarAsync<long>("select count(*) from tally.journal where request_id is null"));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from tally.requests"));
    }

    [Fact]
    public async Task Of_many_at_once_each_counts_once()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (replica, tally) = (await world.ReplicaAsync(), Guid.NewGuid());

        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            try
            {
                await CountAsync(replica, tally);
            }
            catch (RefusedException e) when (e.Refusal.Kind == RefusalKind.Contended)
            {
                Interlocked.Increment(ref refused);
            }
        }));

        Assert.Equal(12 - refused, await world.ScalarAsync<long>("select count(*) from tally.journal"));
        Assert.Equal(12 - refused, await world.ScalarAsync<int>("select count from tally.tallies"));
    }

    [Fact]
    public async Task A_repeated_command_says_that_it_is_one()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (replica, tally, request) = (await world.ReplicaAsync(), Guid.NewGuid(), Guid.NewGuid());

        Assert.False((await TallyWorld.CountAsync(replica, tally, request)).IsRepeat);
        Assert.True((await TallyWorld.CountAsync(replica, tally, request)).IsRepeat);
    }

    [Fact]
    public void A_digest_does_not_cover_secrets_and_covers_everything_else()
    {
        var request = new ChangePasswordRequest { RequestId = Guid.NewGuid().ToString(), CurrentPassword = "one", NewPassword = "two" };
        var other = request.Clone();
        other.NewPassword = "three";
        Assert.Equal(DigestOf(request), DigestOf(other));
        Assert.Equal("three", other.NewPassword);

        other.RequestId = Guid.NewGuid().ToString();
        Assert.NotEqual(DigestOf(request), DigestOf(other));

        // Nested ones as well.
        Assert.Equal(
            DigestOf(new SignInResponse { Tokens = new() { AccessToken = "a" }, Person = new() { Email = "e" } }),
            DigestOf(new SignInResponse { Tokens = new() { AccessToken = "b" }, Person = new() { Email = "e" } }));

        static byte[] DigestOf(Google.Protobuf.IMessage message) => Command.Of(message, Guid.NewGuid().ToString(), TallyWorld.Ada, "m").Digest.ToArray();
    }

    private static Task<bool> CountAsync(IServiceProvider replica, Guid tally) =>
        replica.GetRequiredService<CommandRunner<TallyDb>>().RecordAsync(TallyWorld.Ada, async scope =>
        {
            var row = await scope.Db.Tallies.SingleOrDefaultAsync(t => t.Id == tally, scope.Stop);
            if (row is null)
            {
                row = new() { Id = tally };
                scope.Db.Tallies.Add(row);
            }

            row.Count++;
            scope.Append(row, "tally", [new LeadOpened { LeadId = tally.ToString() }]);
            return false;
        }, CancellationToken.None);
}
