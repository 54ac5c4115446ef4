using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoretimeDesk.Web.Tests.Components;

/// <summary>A panel fails alone, and says so; what it had stays, with its time.</summary>
public sealed class ShowingAPanel
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);
    private static readonly CallException Away = new(new(TroubleKind.Away, "The chain watcher does not answer at this moment."), new TimeoutException());

    [Fact]
    public async Task It_loads_is_there_and_after_a_failure_is_old_and_says_since_when()
    {
        Func<Task<string>> answer = () => Task.FromResult("24.6223 DOT");
        var now = Noon;
        var loader = new Loader<string>(_ => answer(), () => now);
        Assert.Equal("loading", (await RenderAsync(loader)).QuerySelector("section")!.GetAttribute("data-state"));

        await loader.LoadAsync(CancellationToken.None);
        Assert.Contains("24.6223 DOT", (await RenderAsync(loader)).QuerySelector("section[data-state=ready]")!.TextContent, StringComparison.Ordinal);

        (answer, now) = (() => throw Away, Noon.AddHours(1));
        await loader.LoadAsync(CancellationToken.None);
        var old = (await RenderAsync(loader)).QuerySelector("section[data-state=stale]")!.TextContent;
        Assert.Contains("24.6223 DOT", old, StringComparison.Ordinal);
        Assert.Contains("As of 16 Nov 2026 12:00 UTC.", old, StringComparison.Ordinal);

        answer = () => Task.FromResult("20 DOT");
        await loader.LoadAsync(CancellationToken.None);
        Assert.NotNull((await RenderAsync(loader)).QuerySelector("section[data-state=ready]"));
    }

    [Theory]
    [InlineData(TroubleKind.Away, true)]
    [InlineData(TroubleKind.Fault, true)]
    [InlineData(TroubleKind.Refused, false)]
    [InlineData(TroubleKind.NotAllowed, false)]
    public async Task What_never_was_there_says_why_and_offers_another_try_where_one_may_help(TroubleKind kind, bool mayHelp)
    {
        var loader = new Loader<string>(_ => throw new CallException(new(kind, "It is <so>."), new TimeoutException()), () => Noon);
        await loader.LoadAsync(CancellationToken.None);
        var panel = (await RenderAsync(loader)).QuerySelector("section[data-state=failed]")!;
        Assert.Contains("It is <so>.", panel.TextContent, StringComparison.Ordinal);
        Assert.Equal(mayHelp, panel.QuerySelector("button") is not null);
    }

    [Fact]
    public async Task An_answer_that_a_later_question_overtook_is_not_shown()
    {
        var slow = new TaskCompletionSource<string>();
        var asked = 0;
        var loader = new Loader<string>(_ => asked++ == 0 ? slow.Task : Task.FromResult("new"), () => Noon);
        var first = loader.LoadAsync(CancellationToken.None);
        await loader.LoadAsync(CancellationToken.None);
        slow.SetResult("old");
        await first;
        Assert.Equal("new", loader.Value);
    }

    [Fact]
    public async Task Nothing_is_said_in_its_own_words()
    {
        var loader = new Loader<string>(_ => Task.FromResult(""), () => Noon);
        await loader.LoadAsync(CancellationToken.None);
        Assert.Contains("Nothing due.", (await RenderAsync(loader)).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_is_named_by_its_own_title_whatever_it_shows()
    {
        var (one, other) = (Heading(await RenderAsync(new Loader<First>(_ => Task.FromResult(new First()), () => Noon))), Heading(await RenderAsync(new Loader<Second>(_ => Task.FromResult(new Second()), () => Noon))));
        Assert.NotEqual(one, other);

        static string Heading(IHtmlDocument page)
        {
            var id = page.QuerySelector("h2")!.Id!;
            Assert.Equal(id, page.QuerySelector("section")!.GetAttribute("aria-labelledby"));
            return id;
        }
    }

    private static async Task<IHtmlDocument> RenderAsync<T>(Loader<T> loader)
        where T : class
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Panel<T>>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            ["Title"] = "Price", ["From"] = loader, ["IsEmpty"] = (Func<T, bool>)(v => v is ""), ["Empty"] = (RenderFragment)(b => b.AddContent(0, "Nothing due.")),
            ["ChildContent"] = (RenderFragment<T>)(value => b => b.AddContent(0, value.ToString())),
        }))).ToHtmlString());
        return new HtmlParser().ParseDocument(html);
    }

    private sealed record First;

    private sealed record Second;
}
