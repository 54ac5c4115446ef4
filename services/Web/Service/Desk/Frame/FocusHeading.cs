using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CoretimeDesk.Web.Desk.Frame;

using RouteData = Microsoft.AspNetCore.Components.RouteData;

/// <summary>
/// Reads out the heading of a page that one has gone to. Not of the first one: a browser begins at the top by itself, and a focus that moves a moment later takes the
/// keys away from whoever was faster.
/// </summary>
public sealed class FocusHeading : ComponentBase
{
    private Type? _page;
    private bool _moved;

    [Parameter, EditorRequired]
    public RouteData RouteData { get; set; } = null!;

    [Inject]
    public IJSRuntime Script { get; set; } = null!;

    protected override void OnParametersSet()
    {
        _moved = _page is not null && _page != RouteData.PageType;
        _page = RouteData.PageType;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_moved)
        {
            _moved = false;
            try
            {
                await Script.InvokeVoidAsync("deskFocusHeading");
            }
            catch (JSDisconnectedException)
            {
                // The page was left.
            }
        }
    }
}
