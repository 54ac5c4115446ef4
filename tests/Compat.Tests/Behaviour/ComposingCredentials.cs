using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class ComposingCredentials
{
    private static readonly CallCredentials First = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
    private static readonly CallCredentials Second = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

    [Fact]
    public void Composed_call_credentials_keep_their_order()
    {
        var told = new CallRecorder();
        var state = new object();

        CallCredentials.Compose(First, Second, First).InternalPopulateConfiguration(told, state);

        Assert.Equal([First, Second, First], told.Parts);
        Assert.Same(state, told.State);
    }

    [Fact]
    public void A_composition_is_not_changed_by_its_caller()
    {
        var told = new CallRecorder();
        CallCredentials[] parts = [First, Second];
        var composed = CallCredentials.Compose(parts);
        parts[1] = First;

        composed.InternalPopulateConfiguration(told, null);

        Assert.Equal([First, Second], told.Parts);
    }

    [Fact]
    public void One_alone_is_no_composition()
    {
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose(First));
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose());
        Assert.Throws<ArgumentNullException>(() => CallCredentials.Compose(null!));
    }

    [Fact]
    public void An_interceptor_is_handed_over_as_it_is()
    {
        AsyncAuthInterceptor interceptor = (_, _) => Task.CompletedTask;
        var told = new CallRecorder();

        CallCredentials.FromInterceptor(interceptor).InternalPopulateConfiguration(told, null);

        Assert.Same(interceptor, told.Interceptor);
        Assert.Throws<ArgumentNullException>(() => CallCredentials.FromInterceptor(null!));
    }

    [Fact]
    public void The_context_of_an_interceptor_names_service_and_method()
    {
        using var source = new CancellationTokenSource();
        var context = new AuthInterceptorContext("https://desk/leads", "Claim", source.Token);

        Assert.Equal(("https://desk/leads", "Claim", source.Token), (context.ServiceUrl, context.MethodName, context.CancellationToken));
        Assert.False(new AuthInterceptorContext("u", "m").CancellationToken.CanBeCanceled);
    }

    [Fact]
    public void Channel_credentials_say_what_they_are()
    {
        var told = new ChannelRecorder();
        var pair = new KeyCertificatePair("chain", "key");
        VerifyPeerCallback verify = _ => true;

        ChannelCredentials.Insecure.InternalPopulateConfiguration(told, "state");
        ChannelCredentials.SecureSsl.InternalPopulateConfiguration(told, "state");
        new SslCredentials("roots", pair, verify).InternalPopulateConfiguration(told, "state");
        ChannelCredentials.Create(ChannelCredentials.SecureSsl, First).InternalPopulateConfiguration(told, "state");

        Assert.Equal(
            [
                "insecure",
                new Ssl(null, null, null),
                new Ssl("roots", pair, verify),
                new Composite(ChannelCredentials.SecureSsl, First),
            ],
            told.Told);
    }

    [Fact]
    public void Ssl_credentials_keep_what_they_were_given()
    {
        var pair = new KeyCertificatePair("chain", "key");
        var credentials = new SslCredentials("roots", pair);

        Assert.Equal("roots", credentials.RootCertificates);
        Assert.Same(pair, credentials.KeyCertificatePair);
        Assert.Equal(("chain", "key"), (pair.CertificateChain, pair.PrivateKey));
        Assert.Null(new SslCredentials("roots").KeyCertificatePair);
        Assert.Null(new SslCredentials().RootCertificates);
    }

    [Fact]
    public void A_composition_cannot_be_composed_again()
    {
        var composed = ChannelCredentials.Create(ChannelCredentials.SecureSsl, First);

        Assert.Throws<ArgumentException>("channelCredentials", () => ChannelCredentials.Create(composed, Second));
        Assert.Throws<ArgumentNullException>(() => ChannelCredentials.Create(null!, Second));
        Assert.Throws<ArgumentNullException>(() => ChannelCredentials.Create(ChannelCredentials.SecureSsl, null!));
    }

    private sealed record Ssl(string? Roots, KeyCertificatePair? Pair, VerifyPeerCallback? Verify);

    private sealed record Composite(ChannelCredentials Channel, CallCredentials Call);

    private sealed class CallRecorder : CallCredentialsConfiguratorBase
    {
        public IReadOnlyList<CallCredentials>? Parts { get; private set; }

        public AsyncAuthInterceptor? Interceptor { get; private set; }

        public object? State { get; private set; }

        public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials) =>
            (State, Parts) = (state, credentials);

        public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) =>
            (State, Interceptor) = (state, interceptor);
    }

    private sealed class ChannelRecorder : ChannelCredentialsConfiguratorBase
    {
        public List<object> Told { get; } = [];

        public override void SetInsecureCredentials(object? state) => Told.Add("insecure");

        public override void SetSslCredentials(object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) =>
            Told.Add(new Ssl(rootCertificates, keyCertificatePair, verifyPeerCallback));

        public override void SetCompositeCredentials(object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
            Told.Add(new Composite(channelCredentials, callCredentials));
    }
}
