using CoretimeDesk.Identity.Data;
using Microsoft.AspNetCore.Identity;

namespace CoretimeDesk.Identity.Passwords;

/// <summary>What the framework's own rules leave out.</summary>
internal sealed class PasswordRules : IPasswordValidator<Person>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Person> manager, Person user, string? password)
    {
        if (password is { Length: > PasswordSettings.LengthMax })
        {
            return Wrong($"Passwords are at most {PasswordSettings.LengthMax} characters long.");
        }

        return password is not null && user.Email is { } email && password.Contains(email, StringComparison.OrdinalIgnoreCase)
            ? Wrong("A password must not contain the email.")
            : Task.FromResult(IdentityResult.Success);
    }

    private static Task<IdentityResult> Wrong(string why) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Code = "PasswordRefused", Description = why }));
}

/// <summary>The framework's results as refusals.</summary>
internal static class IdentityResults
{
    /// <summary>For what no input can make fail.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static void ThrowIfFailed(this IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The person could not be changed: {string.Join(' ', result.Errors.Select(e => e.Code))}");
        }
    }

    /// <summary>Null when it succeeded.</summary>
    /// <param name="result">What the manager said.</param>
    /// <param name="passwordField">The request's field that a refused password came in.</param>
    public static Refusal? ToRefusal(this IdentityResult result, string passwordField)
    {
        if (result.Succeeded)
        {
            return null;
        }

        return result.Errors.Any(e => e.Code.StartsWith("Duplicate", StringComparison.Ordinal))
            ? new(RefusalKind.AlreadyExists, "EMAIL_TAKEN", "Somebody has this email already.")
            : Refusal.InvalidFields([.. result.Errors.Select(e => new FieldViolation(e.Code.StartsWith("Password", StringComparison.Ordinal) ? passwordField : "email", e.Description))]);
    }
}
