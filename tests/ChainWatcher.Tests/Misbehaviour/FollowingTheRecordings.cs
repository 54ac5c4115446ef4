namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

public sealed class FollowingTheRecordings(ReplayFixture fixture)
{
    [Theory]
    [InlineData("coretime", 65)]
    [InlineData("relay", 13)]
    public async Task Gives_the_same_facts_live_and_while_catching_up(string recording, uint last)
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Recording = recording, At = 3 });
        await world.SavesAsync(3);
        for (var block = 4u; block <= last; block++)
        {
            await world.OrderAsync("advance");
        }

        await world.SavesAsync(last);
        await world.HasTheFactsUpToAsync(last);
    }
}
