using System.Security.Claims;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Sale;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;

namespace CoretimeDesk.Web.Tests.Components;

/// <summary>A page as HTML, for somebody who is signed in; services answer what a test says, by the type of the request, and everything asked is kept.</summary>
public sealed class DeskOnPaper : IDeskCalls
{
    public const string Me = "0198c0de-0000-7000-8000-0000000000aa";
    private readonly Dictionary<System.Type, Func<IMessage, IMessage>> _answers = [];
    private int _ids;

    public event Action? SessionEnded
    {
        add { }
        remove { }
    }

    /// <summary>What whoever is signed in is.</summary>
    public string[] Roles { get; init; } = ["Rep"];

    public List<IMessage> Asked { get; } = [];

    public DateTimeOffset Now { get; set; } = new(2026, 11, 16, 10, 42, 0, TimeSpan.Zero);

    public Peers Peers { get; } = new(new ConfigurationBuilder().Build());

    public DeskOnPaper Answer<TRequest>(Func<TRequest, IMessage> answer)
        where TRequest : IMessage
    {
        _answers[typeof(TRequest)] = request => answer((TRequest)request);
        return this;
    }

    public string NewRequestId() => $"request-{++_ids}";

    public Task<TResponse> ReadAsync<TRequest, TResponse>(Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> rpc, TRequest request, CancellationToken stop = default)
        where TRequest : IMessage
        where TResponse : IMessage
    {
        Asked.Add(request);
        return _answers.TryGetValue(typeof(TRequest), out var answer)
            ? Task.FromResult((TResponse)answer(request))
            : throw new CallException(new(TroubleKind.Away, $"{Peers.NameOf(request.Descriptor.File.Package)} does not answer at this moment."), new TimeoutException());
    }

    public Task<TResponse> SendAsync<TRequest, TResponse>(Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> rpc, TRequest request, CancellationToken stop = default)
        where TRequest : IMessage
        where TResponse : IMessage => ReadAsync(rpc, request, stop);

    public Task<T> TalkAsync<T>(string protoPackage, Func<CallOptions, Task<T>> talk, CancellationToken stop = default) =>
        throw new CallException(new(TroubleKind.Away, $"{Peers.NameOf(protoPackage)} does not answer at this moment."), new TimeoutException());

    public async Task<IHtmlDocument> RenderAsync<TPage>(string address, Dictionary<string, object?>? parameters = null)
        where TPage : IComponent
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<IDeskCalls>(this).AddSingleton(Peers).AddSingleton(new SaleCurves()).AddSingleton(new Clock(new Still(this)));
        collection.AddSingleton<NavigationManager>(new At(address)).AddSingleton<IJSRuntime>(new OnPaper());
        collection.AddCascadingValue(_ => Task.FromResult(new AuthenticationState(new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Me), .. Roles.Select(r => new Claim(ClaimTypes.Role, r))], "test")))));
        collection.AddSupplyValueFromQueryProvider();
        await using var services = collection.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters ?? []))).ToHtmlString());
        return await new HtmlParser().ParseDocumentAsync(html);
    }

    /// <summary>Paper runs no script; components that would need one in a browser may still be drawn.</summary>
    private sealed class OnPaper : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new NotSupportedException(identifier);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => throw new NotSupportedException(identifier);
    }

    private sealed class Still(DeskOnPaper desk) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => desk.Now;
    }

    private sealed class At : NavigationManager
    {
        public At(string address) => Initialize("http://desk.example/", $"http://desk.example{address}");
    }
}
