using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.Grpc;
using CoretimeDesk.Identity.Keys;
using CoretimeDesk.Identity.Passkeys;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.SecondFactor;
using CoretimeDesk.Identity.Sessions;
using CoretimeDesk.Identity.Teams;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Identity;

/// <summary>What the Identity service is made of.</summary>
public static class IdentityHost
{
    /// <summary>The whole service, not built yet.</summary>
    public static DeskServiceBuilder CreateBuilder(string[] args)
    {
        var desk = DeskService.CreateBuilder(args, IdentityDb.SchemaName).IssueTokens();
        desk.AddJournal<IdentityDb>().AddRevocations<IdentityDb>();
        AddPasswords(desk.Services);
        AddSecondFactors(desk.Services);
        desk.Services.AddSingleton<TokenPair>();
        desk.Services.AddSingleton<SessionOpening>();
        desk.Services.AddSingleton<SignInDesk>();
        desk.Services.AddSingleton<SessionDesk>();
        desk.Services.AddSingleton<SecurityList>();
        desk.Services.AddSingleton<PeopleDesk>();
        desk.Services.AddSingleton<PeopleList>();
        desk.Services.AddSingleton<PasswordDesk>();
        desk.Services.AddSingleton<TeamDesk>();
        desk.Services.AddSingleton<KeyDesk>();
        desk.Services.AddSingleton<PersonAccountDesk>();
        desk.Services.AddHostedService<FirstAdministrator>();
        desk.Services.AddHostedService<SessionForgetting>();
        return desk.AddGrpcService<IdentityGrpcService>().AddGrpcService<SecurityGrpcService>().OnMap(app => app.Services.GetRequiredService<SignInDesk>().WarmUp());
    }

    private static void AddPasswords(IServiceCollection services)
    {
        services.AddOptions<PasswordSettings>().BindConfiguration(PasswordSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.Configure<IdentityOptions>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = null!; // The email is the name, and was checked as one.
            identity.Lockout.MaxFailedAccessAttempts = PasswordSettings.FailuresMax;
            identity.Lockout.DefaultLockoutTimeSpan = PasswordSettings.LockoutTime;

            // Length is what counts; rules about digits and capitals make people write passwords down.
            identity.Password.RequiredLength = PasswordSettings.LengthMin;
            identity.Password.RequiredUniqueChars = PasswordSettings.UniqueCharactersMin;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
        });
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<PasswordSettings>>((hasher, settings) => hasher.IterationCount = settings.Value.Iterations);
        services.AddSingleton<PersonManagers>();

        // The parts of AddIdentityCore that passwords need, as singletons: they have no state, and a command is no request scope.
        services.AddSingleton<IPasswordHasher<Person>, PasswordHasher<Person>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddSingleton<IUserValidator<Person>, UserValidator<Person>>();
        services.AddSingleton<IPasswordValidator<Person>, PasswordValidator<Person>>();
        services.AddSingleton<IPasswordValidator<Person>, PasswordRules>();
        services.AddSingleton<IdentityErrorDescriber>();
    }

    private static void AddSecondFactors(IServiceCollection services)
    {
        // The desk's key ring, under a name of its own: what is sealed here is no token, and no token opens it.
        services.AddDataProtection().SetApplicationName("coretime-desk.identity");
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((keys, ring) => keys.XmlRepository = ring);
        services.AddSingleton<Seals>();
        services.AddSingleton<SignInChallenges>();
        services.AddSingleton<AuthenticatorCodes>();
        services.Configure<IdentityOptions>(identity => identity.Tokens.ProviderMap[TokenOptions.DefaultAuthenticatorProvider] = new(typeof(AuthenticatorCodes)));
        services.AddSingleton<SecondFactorDesk>();

        services.AddOptions<PasskeySettings>().BindConfiguration(PasskeySettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PasskeySettings>, PasskeySettingsCheck>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<PasskeySettings>>((passkeys, settings) =>
        {
            passkeys.ServerDomain = settings.Value.Domain;
            passkeys.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && settings.Value.Origins.Contains(asked.Origin, StringComparer.Ordinal));

            // Both factors in one: whoever finds the device cannot sign in with it; and nobody needs to type who they are.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AttestationConveyancePreference = "none";
            passkeys.AuthenticatorTimeout = SecondFactorRules.ChallengeLife;
        });
        services.AddSingleton<PasskeyDesk>();
    }

    private sealed class PasskeySettingsCheck : IValidateOptions<PasskeySettings>
    {
        public ValidateOptionsResult Validate(string? name, PasskeySettings options) => options.WhyNot() is { } why ? ValidateOptionsResult.Fail(why) : ValidateOptionsResult.Success;
    }
}
