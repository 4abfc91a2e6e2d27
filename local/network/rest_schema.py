"""The parameters of the REST API (接口参数): those with effect here, and those only accepted.

Both lists together are what the provider's own client can send; anything else is refused.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameters:
    """*honoured* ones do something; *accepted* ones are noted and otherwise left alone."""

    honoured: frozenset[str]
    accepted: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        return self.honoured | self.accepted


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PAGING = "Page PageSize PageToken"

CREATE_CALL = Parameters(
    _names(
        "To From Url Method Twiml FallbackUrl FallbackMethod StatusCallback StatusCallbackEvent "
        "StatusCallbackMethod Timeout TimeLimit"
    ),
    _names(
        "SendDigits Record RecordingChannels RecordingStatusCallback "
        "RecordingStatusCallbackMethod RecordingStatusCallbackEvent RecordingConfigurationId "
        "RecordingTrack SipAuthUsername SipAuthPassword MachineDetection MachineDetectionTimeout "
        "MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold "
        "MachineDetectionSilenceTimeout Trim CallerId AsyncAmd AsyncAmdStatusCallback "
        "AsyncAmdStatusCallbackMethod Passports Byoc CallReason CallToken ClientNotificationUrl "
        "ApplicationSid"
    ),
)
UPDATE_CALL = Parameters(
    _names("Url Method Twiml Status FallbackUrl FallbackMethod"),
    _names("StatusCallback StatusCallbackMethod TimeLimit"),
)
LIST_CALLS = Parameters(
    _names(
        "To From ParentCallSid Status StartTime StartTime< StartTime> EndTime EndTime< EndTime> "
        + PAGING
    )
)
LIST_CONFERENCES = Parameters(
    _names(
        "DateCreated DateCreated< DateCreated> DateUpdated DateUpdated< DateUpdated> "
        "FriendlyName Status " + PAGING
    )
)
UPDATE_CONFERENCE = Parameters(_names("Status AnnounceUrl AnnounceMethod"))
CREATE_PARTICIPANT = Parameters(
    _names(
        "From To Label Muted StartConferenceOnEnter EndConferenceOnExit WaitUrl WaitMethod "
        "MaxParticipants Timeout TimeLimit StatusCallback StatusCallbackMethod "
        "StatusCallbackEvent ConferenceStatusCallback ConferenceStatusCallbackMethod "
        "ConferenceStatusCallbackEvent"
    ),
    _names(
        "Record Beep EarlyMedia ConferenceRecord ConferenceTrim RecordingChannels "
        "RecordingStatusCallback RecordingStatusCallbackMethod SipAuthUsername SipAuthPassword "
        "Region ConferenceRecordingStatusCallback ConferenceRecordingStatusCallbackMethod "
        "RecordingStatusCallbackEvent ConferenceRecordingStatusCallbackEvent Coaching "
        "CallSidToCoach JitterBufferSize Byoc CallerId CallReason RecordingTrack "
        "RecordingConfigurationId MachineDetection MachineDetectionTimeout "
        "MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold "
        "MachineDetectionSilenceTimeout AmdStatusCallback AmdStatusCallbackMethod Trim CallToken "
        "Passports ClientNotificationUrl CallerDisplayName EmergencyCallerPosition "
        "EmergencyCallerLocation EmergencyName EmergencyAddress EmergencyZipCode EmergencyCity "
        "EmergencyState EmergencyCountry"
    ),
)
LIST_PARTICIPANTS = Parameters(_names("Muted Hold Coaching " + PAGING))
UPDATE_PARTICIPANT = Parameters(
    _names("Muted Hold HoldUrl HoldMethod AnnounceUrl AnnounceMethod EndConferenceOnExit"),
    _names("WaitUrl WaitMethod BeepOnExit Coaching CallSidToCoach"),
)
CREATE_MESSAGE = Parameters(
    _names("To From Body"),
    _names(
        "StatusCallback ApplicationSid MaxPrice ProvideFeedback Attempt ValidityPeriod "
        "ForceDelivery ContentRetention AddressRetention SmartEncoded PersistentAction TrafficType "
        "ShortenUrls ScheduleType SendAt SendAsMms ContentVariables MessageIntent RiskCheck "
        "FallbackFrom MessagingServiceSid MediaUrl ContentSid"
    ),
)
LIST_MESSAGES = Parameters(_names("To From DateSent DateSent< DateSent> " + PAGING))
LIST_NUMBERS = Parameters(_names("FriendlyName PhoneNumber " + PAGING), _names("Beta Origin"))
UPDATE_NUMBER = Parameters(
    _names(
        "FriendlyName VoiceUrl VoiceMethod VoiceFallbackUrl VoiceFallbackMethod StatusCallback "
        "StatusCallbackMethod"
    ),
    _names(
        "AccountSid ApiVersion SmsApplicationSid SmsFallbackMethod SmsFallbackUrl SmsMethod "
        "SmsUrl VoiceApplicationSid VoiceCallerIdLookup EmergencyStatus EmergencyAddressSid "
        "TrunkSid VoiceReceiveMode IdentitySid AddressSid BundleSid"
    ),
)
NONE = Parameters(frozenset())
