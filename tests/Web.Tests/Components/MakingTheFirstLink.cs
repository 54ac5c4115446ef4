using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Quotes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CoretimeDesk.Web.Tests.Components;

/// <summary>Whoever sends a quote gets its link without another key, whatever the page learns first.</summary>
public sealed class MakingTheFirstLink
{
    private const string Url = "http://desk.example/q/abc";

    [Fact]
    public async Task It_is_made_once_for_a_quote_that_was_just_sent()
    {
        var desk = Desk();
        var page = await desk.RenderAsync<CustomerLinks>("/quotes/Q-1/r/1", new() { ["QuoteId"] = "1", ["IsFresh"] = true });
        Assert.Equal(Url, page.QuerySelector("input")!.GetAttribute("value"));
        Assert.Single(desk.Asked.OfType<CreateLinkRequest>());
    }

    [Fact]
    public async Task It_is_made_once_when_a_look_of_the_page_overtook_the_answer_to_sending()
    {
        var desk = Desk();
        var page = await desk.RenderAsync<OvertakenPage>("/quotes/Q-1/r/1");
        Assert.Equal(Url, page.QuerySelector("input")!.GetAttribute("value"));
        Assert.Single(desk.Asked.OfType<CreateLinkRequest>());
    }

    [Fact]
    public async Task It_is_tried_again_when_the_service_was_away()
    {
        var (desk, tries) = (Desk(), 0);
        desk.Answer<CreateLinkRequest>(_ => ++tries > 1 ? new CreateLinkResponse { Url = Url } : throw new CallException(new(TroubleKind.Away, "Quoting does not answer."), new TimeoutException()));
        var page = await desk.RenderAsync<LookingAgain>("/quotes/Q-1/r/1", new() { ["QuoteId"] = "1", ["IsFresh"] = true });
        Assert.Equal(Url, page.QuerySelector("input")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("[role=alert]"));
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task Who_opens_a_quote_that_was_sent_before_gets_none()
    {
        var desk = Desk();
        var page = await desk.RenderAsync<CustomerLinks>("/quotes/Q-1/r/1", new() { ["QuoteId"] = "1" });
        Assert.Contains("No link yet.", page.QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(desk.Asked.OfType<CreateLinkRequest>());
    }

    private static DeskOnPaper Desk() => new DeskOnPaper().Answer<ListLinksRequest>(_ => new ListLinksResponse()).Answer<CreateLinkRequest>(_ => new CreateLinkResponse { Url = Url });

    private sealed class LookingAgain : CustomerLinks
    {
        protected override async Task OnParametersSetAsync()
        {
            await base.OnParametersSetAsync();
            await RefreshAsync();
        }
    }

    /// <summary>It shows that the quote is sent before it knows that it was sent here.</summary>
    private sealed class OvertakenPage : ComponentBase
    {
        private bool _fresh;

        protected override async Task OnInitializedAsync()
        {
            await Task.Yield();
            _fresh = true;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<CustomerLinks>(0);
            builder.AddComponentParameter(1, nameof(CustomerLinks.QuoteId), "1");
            builder.AddComponentParameter(2, nameof(CustomerLinks.IsFresh), _fresh);
            builder.CloseComponent();
        }
    }
}
