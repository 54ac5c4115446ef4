using System.Security.Claims;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Frame;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoretimeDesk.Web.Tests.Results;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>A whole page as HTML, with services that answer what a test says.</summary>
internal sealed class PageOnPaper(DateTimeOffset now, string address, params Role[] roles) : IDeskCalls
{
    public const string Me = "019a0000-0000-7000-8000-000000000001";
    private readonly Dictionary<System.Type, Func<IMessage, IMessage>> _answers = [];

    /// <summary>What the page asked, in order.</summary>
    public List<IMessage> Asked { get; } = [];

    public event Action? SessionEnded
    {
        add { }
        remove { }
    }

    public PageOnPaper Answers<TRequest>(Func<TRequest, IMessage> answer)
        where TRequest : IMessage
    {
        _answers[typeof(TRequest)] = request => answer((TRequest)request);
        return this;
    }

    public string NewRequestId() => "019a0000-0000-7000-8000-0000000000ff";

    public Task<TResponse> SendAsync<TRequest, TResponse>(Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> rpc, TRequest request, CancellationToken stop = default)
        where TRequest : IMessage
        where TResponse : IMessage => ReadAsync(rpc, request, stop);

    public Task<T> TalkAsync<T>(string protoPackage, Func<CallOptions, Task<T>> talk, CancellationToken stop = default) => throw new NotSupportedException("No page of this kind streams.");

    public Task<TResponse> ReadAsync<TRequest, TResponse>(Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> rpc, TRequest request, CancellationToken stop = default)
        where TRequest : IMessage
        where TResponse : IMessage
    {
        Asked.Add(request);
        return _answers.TryGetValue(typeof(TRequest), out var answer) ? Task.FromResult((TResponse)answer(request)) : throw Away;
    }

    public static CallException Away => new(new(TroubleKind.Away, "The part does not answer at this moment."), new TimeoutException());

    public async Task<IHtmlDocument> RenderAsync<TPage>(params (string Name, object? Value)[] route)
        where TPage : IComponent
    {
        var services = new ServiceCollection();
        services.AddSupplyValueFromQueryProvider();
        using var peers = new Peers(new ConfigurationBuilder().Build());
        services.AddSingleton<IDeskCalls>(this).AddSingleton(peers).AddSingleton(new Clock(new Standing(now))).AddSingleton<NavigationManager>(new Standing.Place(address));
        await using var provider = services.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(provider, NullLoggerFactory.Instance);
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Me), new(ClaimTypes.Name, "Helen Osei"), .. roles.Select(r => new Claim(ClaimTypes.Role, $"{r}"))], "test");
        var who = Task.FromResult(new AuthenticationState(new(identity)));
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<CascadingValue<Task<AuthenticationState>>>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            ["Value"] = who,
            ["ChildContent"] = (RenderFragment)(b =>
            {
                b.OpenComponent<TPage>(0);
                foreach (var (name, value) in route)
                {
                    b.AddComponentParameter(1, name, value);
                }

                b.CloseComponent();
            }),
        }))).ToHtmlString());
        return new HtmlParser().ParseDocument(html);
    }

    /// <summary>A clock that stands.</summary>
    private sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;

        internal sealed class Place : NavigationManager
        {
            public Place(string address) => Initialize("http://desk/", $"http://desk{address}");
        }
    }
}
