using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CoretimeDesk.Web.Tests.EndToEnd;

/// <summary>One page of a browser, and what it complained of.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = [];

    public Visit(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _complaints.Enqueue($"a script failed: {error}");
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                _complaints.Enqueue(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Scripts that failed, and what the page's policy forbade.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILocator Heading => Page.Locator("h1");

    /// <summary>Goes to an address and waits until the page is alive.</summary>
    public async Task OpenAsync(string address)
    {
        await Page.GotoAsync(address);
        await AliveAsync();
    }

    public Task AliveAsync() => Page.Locator("[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    public async Task SignInAsync(string email, string password)
    {
        await Page.GotoAsync("/sign-in");
        await TryAsync(email, password);
        await AliveAsync();
    }

    public async Task TryAsync(string email, string password)
    {
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>A panel by its first title.</summary>
    public ILocator Panel(string title) => Page.Locator($"[data-panel=\"{title}\"]");

    /// <summary>Waits until no part of the page is loading.</summary>
    public Task LoadedAsync() => Page.WaitForFunctionAsync("() => !document.querySelector('[data-state=loading]')");

    /// <summary>Everything serious that keeps people from using the page, one line each. That two elements have one id which a label names, axe only doubts; it is a barrier here.</summary>
    public async Task<string[]> BarriersAsync() => await Page.EvaluateAsync<string[]>(
        """
        async () => (({ violations, incomplete }) => [...violations, ...incomplete.filter(v => v.id === 'duplicate-id-aria')])(await axe.run(document, { resultTypes: ['violations', 'incomplete'] }))
          .filter(v => ['serious', 'critical'].includes(v.impact))
          .map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).slice(0, 4).join(' | ')}`)
        """);

    /// <summary>Fails with all of them, in full.</summary>
    public async Task HasNoBarrierAsync() => Assert.Equal("", string.Join("\n", await BarriersAsync()));

    public ValueTask DisposeAsync() => new(Page.Context.CloseAsync());
}
