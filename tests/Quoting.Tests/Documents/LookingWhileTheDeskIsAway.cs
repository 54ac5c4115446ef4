using System.Net;

namespace CoretimeDesk.Quoting.Tests.Documents;

/// <summary>Has a world of its own: it stops the service.</summary>
public sealed class LookingWhileTheDeskIsAway(DocumentsWorld world) : IClassFixture<DocumentsWorld>
{
    [Fact]
    public async Task The_page_says_so_and_asks_to_come_back()
    {
        var token = await world.TokenAsync(await world.SentAsync());
        await world.StopServiceAsync();

        using var answer = await world.Browser.GetAsync($"/q/{token}");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("does not answer at this moment", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var ready = await world.Browser.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Contains("degraded", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
