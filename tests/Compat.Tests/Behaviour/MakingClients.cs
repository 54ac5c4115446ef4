using CoretimeDesk.Compat.Tests.Protos;
using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class MakingClients
{
    [Fact]
    public async Task A_client_with_a_host_names_it_in_every_kind_of_call()
    {
        var invoker = new RecordingInvoker();
        var plain = new TextsClient(invoker);
        var hosted = plain.WithHost("first").WithHost("leads.desk");

        await hosted.CallAll();
        await plain.CallAll();

        Assert.All(invoker.Calls.Take(5), call => Assert.Equal("leads.desk", call.Host));
        Assert.All(invoker.Calls.Skip(5), call => Assert.Null(call.Host));
        Assert.Equal(10, invoker.Calls.Count);
        Assert.Throws<ArgumentNullException>(() => plain.WithHost(null!));
    }

    [Fact]
    public void A_client_for_a_test_double_can_be_made_and_cannot_call()
    {
        var client = new DoubledEcho();

        Assert.Equal("from the double", client.One(new Ask()).Text);
        Assert.Contains("/coretimedesk.tests.echo.v1.Echo/Many", Assert.Throws<NotImplementedException>(() => client.Many(new Ask())).Message);
        Assert.Throws<NotImplementedException>(() => client.Break(new Ask()));
        Assert.Throws<NotImplementedException>(() => client.OneAsync(new Ask()));
        Assert.Throws<NotImplementedException>(() => client.Gather());
        Assert.Throws<NotImplementedException>(() => client.Talk());
    }

    [Fact]
    public void A_client_needs_something_to_call_through()
    {
        Assert.Throws<ArgumentNullException>(() => new Echo.EchoClient((ChannelBase)null!));
        Assert.Throws<ArgumentNullException>(() => new Echo.EchoClient((CallInvoker)null!));
    }

    [Fact]
    public async Task A_channel_with_nothing_to_shut_down_shuts_down() => await new Idle().ShutdownAsync();

    private sealed class Idle() : ChannelBase("nowhere")
    {
        public override CallInvoker CreateCallInvoker() => throw new NotSupportedException();
    }

    private sealed class DoubledEcho : Echo.EchoClient
    {
        public override Said One(Ask request, CallOptions options) => new() { Text = "from the double" };
    }

    private sealed class TextsClient : ClientBase<TextsClient>
    {
        public TextsClient(CallInvoker invoker)
            : base(invoker)
        {
        }

        private TextsClient(ClientBaseConfiguration configuration)
            : base(configuration)
        {
        }

        public async Task CallAll()
        {
            CallInvoker.BlockingUnaryCall(Texts.One, null, default, "a");
            await CallInvoker.AsyncUnaryCall(Texts.One, null, default, "a");
            CallInvoker.AsyncServerStreamingCall(Texts.Many, null, default, "a").Dispose();
            CallInvoker.AsyncClientStreamingCall(Texts.Gather, null, default).Dispose();
            CallInvoker.AsyncDuplexStreamingCall(Texts.Talk, null, default).Dispose();
        }

        protected override TextsClient NewInstance(ClientBaseConfiguration configuration) => new(configuration);
    }
}
