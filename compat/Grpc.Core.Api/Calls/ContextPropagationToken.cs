namespace Grpc.Core;

/// <summary>Carries deadline and cancellation from a server call to a client call. Opaque to the code between them.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
