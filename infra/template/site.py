"""The portal's files and the one front before them and the API: S3 and CloudFront (门户)."""

from typing import Any

from infra.headers import HEADERS
from infra.template.functions import STAGE
from infra.template.secret import proxy_secret
from infra.template.tables import KEPT

TWO_YEARS = 63_072_000  # seconds
API_PATHS = ("/api/*", "/voice/*")

ERRORS = (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)
"""All that CloudFront can be told something about."""

# Policies that CloudFront has for everybody.
CACHED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
NOT_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"


def resources() -> dict[str, dict[str, Any]]:
    """Return bucket, access control, headers policy and distribution."""
    return {
        "Site": _bucket(),
        "SitePolicy": _bucket_policy(),
        "SiteAccess": {
            "Type": "AWS::CloudFront::OriginAccessControl",
            "Properties": {
                "OriginAccessControlConfig": {
                    "Name": {"Fn::Sub": "${AWS::StackName}-${AWS::Region}"},
                    "OriginAccessControlOriginType": "s3",
                    "SigningBehavior": "always",
                    "SigningProtocol": "sigv4",
                }
            },
        },
        "SecurityHeaders": _headers(),
        "Front": _distribution(),
    }


def _bucket() -> dict[str, Any]:
    return {
        "Type": "AWS::S3::Bucket",
        **KEPT,
        "Properties": {
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                ]
            },
            "VersioningConfiguration": {"Status": "Enabled"},
        },
    }


def _bucket_policy() -> dict[str, Any]:
    front = "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Front}"
    return {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": "Site"},
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "cloudfront.amazonaws.com"},
                        "Action": "s3:GetObject",
                        "Resource": {"Fn::Sub": "${Site.Arn}/*"},
                        "Condition": {"StringEquals": {"AWS:SourceArn": {"Fn::Sub": front}}},
                    },
                    {
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "s3:*",
                        "Resource": [{"Fn::GetAtt": ["Site", "Arn"]}, {"Fn::Sub": "${Site.Arn}/*"}],
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    },
                ],
            },
        },
    }


def _headers() -> dict[str, Any]:
    others = ("Permissions-Policy", "Cross-Origin-Opener-Policy")
    return {
        "Type": "AWS::CloudFront::ResponseHeadersPolicy",
        "Properties": {
            "ResponseHeadersPolicyConfig": {
                "Name": {"Fn::Sub": "${AWS::StackName}-${AWS::Region}"},
                "SecurityHeadersConfig": {
                    "ContentSecurityPolicy": {
                        "ContentSecurityPolicy": HEADERS["Content-Security-Policy"],
                        "Override": True,
                    },
                    "StrictTransportSecurity": {
                        "AccessControlMaxAgeSec": TWO_YEARS,
                        "IncludeSubdomains": True,
                        "Override": True,
                    },
                    "ContentTypeOptions": {"Override": True},
                    "ReferrerPolicy": {
                        "ReferrerPolicy": HEADERS["Referrer-Policy"],
                        "Override": True,
                    },
                },
                "CustomHeadersConfig": {
                    "Items": [
                        {"Header": name, "Value": HEADERS[name], "Override": True}
                        for name in others
                    ]
                },
            }
        },
    }


def _distribution() -> dict[str, Any]:
    domain = [{"Ref": "DomainName"}]
    certificate = {
        "AcmCertificateArn": {"Ref": "CertificateArn"},
        "SslSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    none = {"CloudFrontDefaultCertificate": True}
    return {
        "Type": "AWS::CloudFront::Distribution",
        "Properties": {
            "DistributionConfig": {
                "Enabled": True,
                "Comment": {"Ref": "AWS::StackName"},
                "HttpVersion": "http2and3",
                "DefaultRootObject": "index.html",
                "Aliases": {"Fn::If": ["HasDomain", domain, {"Ref": "AWS::NoValue"}]},
                "ViewerCertificate": {"Fn::If": ["HasDomain", certificate, none]},
                "Origins": [_files(), _api()],
                "DefaultCacheBehavior": {
                    **_behaviour("files", ["GET", "HEAD"], CACHED),
                    "ViewerProtocolPolicy": "redirect-to-https",
                    "Compress": True,
                },
                "CacheBehaviors": [_to_api(path) for path in API_PATHS],
                # CloudFront keeps an error for ten seconds and shows it to whoever asks the same.
                "CustomErrorResponses": [
                    {"ErrorCode": code, "ErrorCachingMinTTL": 0} for code in ERRORS
                ],
            }
        },
    }


def _files() -> dict[str, Any]:
    return {
        "Id": "files",
        "DomainName": {"Fn::GetAtt": ["Site", "RegionalDomainName"]},
        "OriginAccessControlId": {"Fn::GetAtt": ["SiteAccess", "Id"]},
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }


def _api() -> dict[str, Any]:
    return {
        "Id": "api",
        "DomainName": {"Fn::Sub": "${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"},
        "OriginPath": f"/{STAGE}",
        "OriginCustomHeaders": [
            {"HeaderName": "X-Portal-Proxy", "HeaderValue": proxy_secret()},
        ],
        "CustomOriginConfig": {
            "OriginProtocolPolicy": "https-only",
            "OriginSSLProtocols": ["TLSv1.2"],
            "OriginReadTimeout": 30,
        },
    }


def _to_api(path: str) -> dict[str, Any]:
    every = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    behaviour = _behaviour("api", every, NOT_CACHED)
    return {**behaviour, "PathPattern": path, "OriginRequestPolicyId": ALL_BUT_HOST}


def _behaviour(origin: str, methods: list[str], caching: str) -> dict[str, Any]:
    return {
        "TargetOriginId": origin,
        "AllowedMethods": methods,
        "ViewerProtocolPolicy": "https-only",
        "CachePolicyId": caching,
        "ResponseHeadersPolicyId": {"Ref": "SecurityHeaders"},
    }
