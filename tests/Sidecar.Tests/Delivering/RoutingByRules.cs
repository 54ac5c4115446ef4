using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Delivering;

public sealed class RoutingByRules
{
    [Fact]
    public async Task Takes_the_first_rule_that_is_true_and_else_the_default()
    {
        await using var app = await TestApp.StartAsync("""
            [{"pubsubname":"desk-pubsub","topic":"t","routes":{"rules":[
                {"match":"event.type == \"sold\" && has(event.data.amount) && event.data.amount > 100","path":"/big"},
                {"match":"event.type == 'sold'","path":"sold"},
                {"match":"event.type in ['held', 'freed'] || event.type.startsWith(\"hold.\")","path":"/holds"},
                {"match":"!(event.source != 'special')","path":"/special"}],"default":"/rest"}}]
            """);
        await using var bed = await Bed.StartAsync(Bed.App(app));
        foreach (var (id, type, data, source) in new[]
        {
            ("1", "sold", """{"amount":101}""", "x"), ("2", "sold", """{"amount":100}""", "x"), ("3", "sold", "{}", "x"), ("4", "freed", "{}", "x"),
            ("5", "hold.placed", "{}", "x"), ("6", "other", "{}", "special"), ("7", "other", "{}", "x"),
        })
        {
            await bed.PublishAsync("t", data, query: $"?metadata.cloudevent.id={id}&metadata.cloudevent.type={type}&metadata.cloudevent.source={source}");
        }

        Assert.Equal(
            ["1 /big", "2 /sold", "3 /sold", "4 /holds", "5 /holds", "6 /special", "7 /rest"],
            (await app.UntilAsync(7)).Select(d => $"{d.Id} {d.Path}").Order());
    }

    [Fact]
    public async Task Dead_letters_at_once_what_no_rule_takes_and_what_a_rule_fails_on()
    {
        await using var app = await TestApp.StartAsync("""
            [{"pubsubname":"desk-pubsub","topic":"t","deadLetterTopic":"dead","routes":{"rules":[{"match":"event.type == 'a' && event.data.missing == 1","path":"/a"}]}},
             {"pubsubname":"desk-pubsub","topic":"dead","route":"/dead"}]
            """);
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy("{duration: 1h, maxRetries: -1}") }, Bed.App(app));
        await bed.PublishAsync("t", "{}", query: "?metadata.cloudevent.id=fails&metadata.cloudevent.type=a");
        await bed.PublishAsync("t", "{}", query: "?metadata.cloudevent.id=unmatched&metadata.cloudevent.type=b");

        Assert.Equal(["fails /dead", "unmatched /dead"], (await app.UntilAsync(2)).Select(d => $"{d.Id} {d.Path}").Order());
    }

    [Fact]
    public async Task Drops_silently_what_no_rule_takes_when_there_is_no_dead_letter_topic()
    {
        await using var app = await TestApp.StartAsync("""
            [{"pubsubname":"desk-pubsub","topic":"t","routes":{"rules":[{"match":"event.type == 'a'","path":"/a"}]}}]
            """);
        await using var bed = await Bed.StartAsync(o => o with { Concurrency = 1 }, Bed.App(app));
        await bed.PublishAsync("t", "{}", query: "?metadata.cloudevent.id=unmatched&metadata.cloudevent.type=b");
        await bed.PublishAsync("t", "{}", query: "?metadata.cloudevent.id=fence&metadata.cloudevent.type=a");

        Assert.Equal("fence", (await app.FirstAsync()).Id);
        Assert.Contains(bed.Log, l => l.Contains("no routing rule matches", StringComparison.Ordinal));
    }
}
